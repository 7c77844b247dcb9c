import { map } from 'nanostores'

/** $drafts holds what is typed and not sent, by conversation. */
export const $drafts = map<Record<string, string>>({})

const PREFIX = 'beckon.draft.'
let operator = ''

/** openDrafts reads the drafts this operator left in this browser. */
export function openDrafts(operatorID: string): void {
  operator = operatorID
  const drafts: Record<string, string> = {}
  const prefix = `${PREFIX}${operator}.`
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i)
      if (key?.startsWith(prefix)) drafts[key.slice(prefix.length)] = localStorage.getItem(key) ?? ''
    }
  } catch {}
  $drafts.set(drafts)
}

/** setDraft keeps what is typed, over a change of conversation, a reload and a restart of the browser. */
export function setDraft(conversation: string, text: string): void {
  $drafts.setKey(conversation, text)
  try {
    if (text === '') localStorage.removeItem(`${PREFIX}${operator}.${conversation}`)
    else localStorage.setItem(`${PREFIX}${operator}.${conversation}`, text)
  } catch {}
}
