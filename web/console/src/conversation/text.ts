/** MESSAGE_LIMIT is how many characters (Unicode code points) a message or an invitation may have. */
export const MESSAGE_LIMIT = 4000

/** codePoints is the length of a text as the server counts it: in Unicode code points, not UTF-16 units. */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** isBlank is true for a text in which nobody would see anything: white space, control and formatting characters only. */
export function isBlank(text: string): boolean {
  return /^[\s\p{C}\p{Z}]*$/u.test(text)
}

/** sendable is true for a text that may be sent: something to read in it, and not over the limit. */
export function sendable(text: string): boolean {
  return !isBlank(text) && codePoints(text) <= MESSAGE_LIMIT
}
