/** Composing is what stands in the message dialog: the text, and whether it is still the stored default. */
export interface Composing {
  readonly text: string
  readonly untouched: boolean
}

/** composeDefault starts with the stored default invitation. */
export function composeDefault(text: string): Composing {
  return { text, untouched: true }
}

/** composeTyped takes in what the operator typed; from then on it is no longer the default. */
export function composeTyped(text: string): Composing {
  return { text, untouched: false }
}

/** composeCanned puts a canned text in: in place of an untouched default, otherwise at the cursor. `caret` is where to write on. */
export function composeCanned(
  now: Composing,
  canned: string,
  selection: { start: number; end: number },
): Composing & { caret: number } {
  if (now.untouched) return { text: canned, untouched: false, caret: canned.length }
  const text = now.text.slice(0, selection.start) + canned + now.text.slice(selection.end)
  return { text, untouched: false, caret: selection.start + canned.length }
}
