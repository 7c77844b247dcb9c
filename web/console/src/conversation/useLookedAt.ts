import { useEffect, useState } from 'react'
import { isLookedAt } from '../alert/looking'

/** GLANCE is how long a talk has to be before the operator's eyes to count as looked at, in milliseconds: what is only passed by is not read. */
export const GLANCE = 400

/** useLookedAt is whether the operator has before his eyes what is shown here, and has had it for a moment. */
export function useLookedAt(shown: string): boolean {
  const [looked, setLooked] = useState<string>()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      if (isLookedAt()) timer = setTimeout(() => setLooked(shown), GLANCE)
      else setLooked(undefined)
    }
    look()
    for (const sign of SIGNS) window.addEventListener(sign, look)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      for (const sign of SIGNS) window.removeEventListener(sign, look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [shown])
  return looked === shown
}

const SIGNS = ['focus', 'blur']
