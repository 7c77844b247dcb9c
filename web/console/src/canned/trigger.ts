/** A Trigger is a / or # before the cursor that begins to name a canned message: where it stands, and what follows it. */
export interface Trigger {
  from: number
  to: number
  query: string
}

/** triggerAt finds the trigger that the cursor stands behind: at the beginning of the text or of a word, with at most 30 letters of one
 * word after it. "and/or" and an address have none. */
export function triggerAt(text: string, caret: number): Trigger | undefined {
  const found = /(?:^|\s)[/#]([\p{L}\p{N}-]{0,30})$/u.exec(text.slice(0, caret))
  if (!found) return undefined
  const query = found[1] ?? ''
  return { from: caret - query.length - 1, to: caret, query }
}

/** replaced puts a text in the place of a trigger; `caret` is where to write on. */
export function replaced(text: string, trigger: Trigger, by: string): { text: string; caret: number } {
  return { text: text.slice(0, trigger.from) + by + text.slice(trigger.to), caret: trigger.from + by.length }
}
