import type { Schemas } from '../../../wire/frames'

/** matching are the canned messages that have every word of the query in title or text; those with it in the title come first. */
export function matching(list: readonly Schemas['Canned'][], query: string): Schemas['Canned'][] {
  const words = folded(query).split(/\s+/).filter(Boolean)
  const inTitle: Schemas['Canned'][] = []
  const elsewhere: Schemas['Canned'][] = []
  for (const canned of list) {
    const title = folded(canned.title)
    const all = `${title}\n${folded(canned.text)}`
    if (words.every((word) => title.includes(word))) inTitle.push(canned)
    else if (words.every((word) => all.includes(word))) elsewhere.push(canned)
  }
  return [...inTitle, ...elsewhere]
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
