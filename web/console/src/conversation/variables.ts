/** VARIABLES are the words that are filled when an invitation is sent. */
export const VARIABLES = ['%name%', '%visitor%', '%page%', '%site%'] as const

/** A Part of a filled text; `filled` is true for what stands in the place of a variable. */
export interface Part {
  text: string
  filled: boolean
}

const VARIABLE = /%(?:name|visitor|page|site)%/g

/** hasVariables is true for a text that will read otherwise than it is written. */
export function hasVariables(text: string): boolean {
  return text.search(VARIABLE) >= 0
}

/** partsOf finds in a filled text what was put in the place of each variable of the template, so that it can be set off. */
export function partsOf(template: string, filled: string): Part[] {
  const literals = template.split(VARIABLE)
  const parts: Part[] = []
  let at = 0
  for (const [i, literal] of literals.entries()) {
    const last = i === literals.length - 1
    const found =
      i === 0 ? (filled.startsWith(literal) ? 0 : -1) : last ? lastIndex(filled, literal, at) : filled.indexOf(literal, at)
    if (found < 0) return [{ text: filled, filled: false }]
    if (found > at) parts.push({ text: filled.slice(at, found), filled: true })
    if (literal !== '') parts.push({ text: literal, filled: false })
    at = found + literal.length
  }
  return at === filled.length ? parts : [{ text: filled, filled: false }]
}

function lastIndex(filled: string, literal: string, from: number): number {
  const at = filled.length - literal.length
  return at >= from && filled.endsWith(literal) ? at : -1
}
