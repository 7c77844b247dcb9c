/**
 * newLevel returns what takes how loud the microphone is, from 0 to 1, and tells at most twice a second how loud it was since, from 0 to 10,
 * when that has changed. `tell` returns false when it could not be told.
 */
export const newLevel = (tell: (level: number) => boolean): ((value: number) => void) => {
  let loudest = 0
  let said = 0
  let at = 0
  return (value) => {
    loudest = Math.max(loudest, value)
    if (Date.now() - at < 500) return
    at = Date.now()
    const level = Math.round(10 * loudest)
    loudest = 0
    if (level !== said && tell(level)) said = level
  }
}
