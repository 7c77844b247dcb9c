import type { Schemas } from '../../../wire/frames'

type Put = Pick<Schemas['Canned'], 'id' | 'text'>

// The canned message put last into what is written to somebody, with its text. A page that is loaded anew has its drafts again, and this.
const KEY = 'beckon.used'
const put = new Map<string, Put>(kept())

function kept(): [string, Put][] {
  try {
    return Object.entries(JSON.parse(sessionStorage.getItem(KEY) ?? '{}'))
  } catch {
    return []
  }
}

function keep(): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(put)))
  } catch {}
}

/** use notes that a canned message was put into what is written for `to`: a conversation, a visitor or an off-line message. */
export function use(to: string, { id, text }: Schemas['Canned']): void {
  put.set(to, { id, text })
  keep()
}

/** usedIn is the canned message that a text for `to` was made from, if its beginning still stands in it. */
export function usedIn(to: string, text: string): string | undefined {
  const canned = put.get(to)
  return canned && text.includes(beginning(canned.text)) ? canned.id : undefined
}

/** unuse begins anew: what was written for `to` is on its way. Until then it may have to be sent again. */
export function unuse(to: string): void {
  put.delete(to)
  keep()
}

// Operators finish a canned text as they like; what begins it tells that it is still there.
function beginning(text: string): string {
  return [...text.trim()].slice(0, 12).join('')
}
