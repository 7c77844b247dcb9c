import { useEffect } from 'react'
import type { Schemas } from '../../../wire/frames'
import { readUpTo } from './unread'

/** useSeen notes what the operator has before his eyes while a conversation is shown: nothing unless it is looked at. */
export function useSeen(conversation: Schemas['Conversation'], seq: number, looked: boolean): void {
  useEffect(() => {
    if (looked) readUpTo(conversation, seq)
  }, [conversation, seq, looked])
}
