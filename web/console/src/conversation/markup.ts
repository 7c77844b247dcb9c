/** A Marked is a part of a text: shown bold, in italics, as code, or as it is. */
export interface Marked {
  text: string
  mark?: 'b' | 'i' | 'code'
}

const MARKS = { '*': 'b', _: 'i', '`': 'code' } as const

// A mark counts where a word could begin, and again where one could end, on the same line; inside an address never. The visitor's page
// reads marks in the same way (widget/src/chat/markup.ts): both sides must see the same. An address is looked for where one can begin
// only: a long word would cost the square of its length.
const TOKENS =
  /https?:\/\/\S+|mailto:\S+|(?<![\w.+-])[\w.+-]+@[\w.-]+|(^|[^\w*_`])(\*\*?|[_`])(?!\s)((?:(?!\2(?!\w))[^\n]){1,1000})\2(?!\w)/gim

/** markup cuts a text into parts by its light markup: *bold* or **bold**, _italic_ and `code`. What is no markup stays as it was written. */
export function markup(text: string): Marked[] {
  const parts: Marked[] = []
  const plain = (some: string) => {
    if (some) parts.push({ text: some })
  }
  let from = 0
  for (const found of text.matchAll(TOKENS)) {
    const [all, before = '', mark, inner] = found
    if (!inner || /\s$/.test(inner)) continue
    plain(text.slice(from, found.index) + before)
    parts.push({ text: inner, mark: MARKS[mark?.[0] as keyof typeof MARKS] })
    from = found.index + all.length
  }
  plain(text.slice(from))
  return parts
}
