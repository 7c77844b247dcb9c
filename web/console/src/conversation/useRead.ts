import { useStore } from '@nanostores/react'
import { useEffect, useState } from 'react'
import type { Schemas } from '../../../wire/frames'
import { $connection, send } from '../state/connection'
import { $me } from '../state/live'

/** useRead tells the visitor up to which line the operator has seen everything: this window visible and focused, the talk on the screen
 * (CHT-1). Said again whenever the server does not know it. */
export function useRead(conversation: Schemas['Conversation'], seen: number): void {
  const attentive = useAttentive()
  const { state } = useStore($connection)
  const mine = useStore($me) === conversation.operator && conversation.state === 'open'
  const { id, operatorRead } = conversation
  useEffect(() => {
    if (attentive && mine && state === 'connected' && seen > operatorRead) send({ type: 'read', conversation: id, seq: seen })
  }, [attentive, mine, state, id, seen, operatorRead])
}

function useAttentive(): boolean {
  const [attentive, setAttentive] = useState(isAttentive)
  useEffect(() => {
    const look = () => setAttentive(isAttentive())
    const signs = ['focus', 'blur']
    for (const sign of signs) window.addEventListener(sign, look)
    document.addEventListener('visibilitychange', look)
    return () => {
      for (const sign of signs) window.removeEventListener(sign, look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  return attentive
}

function isAttentive(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus()
}
