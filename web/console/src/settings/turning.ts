import { useRef, useState } from 'react'
import { wordsOf } from '../state/api'

/** useTurning switches something that is stored: `on` moves at once and goes back, with `trouble` in words, when that can't be stored. */
export function useTurning(stored: boolean | undefined, store: (on: boolean) => Promise<unknown>) {
  const [to, setTo] = useState<boolean>()
  const [trouble, setTrouble] = useState('')
  const latest = useRef(0)
  const turn = async (next: boolean) => {
    const mine = ++latest.current
    setTo(next)
    setTrouble('')
    const problem = await store(next).then(() => '', wordsOf)
    if (mine !== latest.current) return
    setTo(undefined)
    setTrouble(problem)
  }
  return { on: to ?? stored ?? false, turn: (next: boolean) => void turn(next), trouble }
}
