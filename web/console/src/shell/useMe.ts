import { useStore } from '@nanostores/react'
import type { Schemas } from '../../../wire/frames'
import { $session } from '../state/session'

/** useMe is who is signed in, and undefined while nobody is. */
export function useMe(): Schemas['Me'] | undefined {
  const session = useStore($session)
  return session.state === 'in' ? session.me : undefined
}
