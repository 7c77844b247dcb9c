import type { ReadableAtom } from 'nanostores'

/** ringOne begins to ring for what is to be answered, and ends that when it is something else by its key, or nothing; so does the function
 * returned. */
export function ringOne<T>(
  what: ReadableAtom<T | undefined>,
  keyOf: (one: T) => string,
  ring: (one: T) => () => void,
): () => void {
  let stop = () => {}
  let ringing = ''
  const unwatch = what.subscribe((now) => {
    const key = now === undefined ? '' : keyOf(now as T)
    if (key === ringing) return
    ringing = key
    stop()
    stop = now === undefined ? () => {} : ring(now as T)
  })
  return () => {
    unwatch()
    stop()
  }
}
