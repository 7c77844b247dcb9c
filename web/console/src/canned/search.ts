import type { Schemas } from '../../../wire/frames'

type Canned = Schemas['Canned']

/** matching are the canned messages that have every word of the query in shortcut, title, tags or text: first those whose shortcut
 * begins with it, then those with it in the title, then the others. */
export function matching(list: readonly Canned[], query: string): Canned[] {
  const words = folded(query).split(/\s+/).filter(Boolean)
  const byShortcut: Canned[] = []
  const inTitle: Canned[] = []
  const elsewhere: Canned[] = []
  for (const canned of list) {
    const title = folded(canned.title)
    const all = [title, canned.shortcut ?? '', ...(canned.tags ?? []), canned.text].map(folded).join('\n')
    const [first] = words
    if (first !== undefined && words.length === 1 && canned.shortcut?.startsWith(first)) byShortcut.push(canned)
    else if (words.every((word) => title.includes(word))) inTitle.push(canned)
    else if (words.every((word) => all.includes(word))) elsewhere.push(canned)
  }
  byShortcut.sort((a, b) => (a.shortcut ?? '').length - (b.shortcut ?? '').length)
  return [...byShortcut, ...inTitle, ...elsewhere]
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
