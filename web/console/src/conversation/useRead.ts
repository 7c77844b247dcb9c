import { useStore } from '@nanostores/react'
import { useEffect } from 'react'
import type { Schemas } from '../../../wire/frames'
import { $connection, send } from '../state/connection'
import { $me } from '../state/live'

/** useRead tells the visitor up to which line the operator has seen everything, while he looks at the talk on the screen (CHT-1). Said again
 * whenever the server does not know it. */
export function useRead(conversation: Schemas['Conversation'], seen: number, looked: boolean): void {
  const { state } = useStore($connection)
  const mine = useStore($me) === conversation.operator && conversation.state === 'open'
  const { id, operatorRead } = conversation
  useEffect(() => {
    if (looked && mine && state === 'connected' && seen > operatorRead) send({ type: 'read', conversation: id, seq: seen })
  }, [looked, mine, state, id, seen, operatorRead])
}
