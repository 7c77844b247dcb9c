import { useEffect } from 'react'
import type { Schemas } from '../../../wire/frames'
import { isLookedAt } from '../alert/looking'
import { readUpTo } from './unread'

/** useSeen notes what the operator has before his eyes while a conversation is shown: nothing while he looks elsewhere. */
export function useSeen(conversation: Schemas['Conversation'], seq: number): void {
  useEffect(() => {
    const look = () => {
      if (isLookedAt()) readUpTo(conversation, seq)
    }
    look()
    window.addEventListener('focus', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('focus', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [conversation, seq])
}
