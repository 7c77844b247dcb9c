import type { Schemas } from '../../../wire/frames'

// The canned message put last into what is written to somebody, with its text.
const put = new Map<string, Pick<Schemas['Canned'], 'id' | 'text'>>()

/** use notes that a canned message was put into what is written for `to`: a conversation, a visitor or an off-line message. */
export function use(to: string, { id, text }: Schemas['Canned']): void {
  put.set(to, { id, text })
}

/** usedIn is the canned message that a text for `to` was made from, if its beginning still stands in it. */
export function usedIn(to: string, text: string): string | undefined {
  const canned = put.get(to)
  return canned && text.includes(beginning(canned.text)) ? canned.id : undefined
}

/** unuse begins anew: what was written for `to` is on its way. Until then it may have to be sent again. */
export function unuse(to: string): void {
  put.delete(to)
}

// Operators finish a canned text as they like; what begins it tells that it is still there.
function beginning(text: string): string {
  return [...text.trim()].slice(0, 12).join('')
}
