/** A Piece of a text: plain, or a link with the address it leads to. */
export type Piece = { text: string; href?: undefined } | { text: string; href: string }

// Bidirectional and other invisible characters end an address: they could make it read as a different one.
const ADDRESS = /(?:https?:\/\/|mailto:)[^\s<>"'`\p{Cc}\p{Cf}]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/giu

/** linkify cuts a text into pieces; only http, https and mailto addresses become links. Joined, the pieces are the text. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  for (const match of text.matchAll(ADDRESS)) {
    const shown = withoutTail(match[0])
    const href = safeAddress(shown)
    if (!href) continue
    if (match.index > done) pieces.push({ text: text.slice(done, match.index) })
    pieces.push({ text: shown, href })
    done = match.index + shown.length
  }
  if (done < text.length) pieces.push({ text: text.slice(done) })
  return pieces
}

// A sentence's full stop or the bracket round an address is not part of it; a bracket opened inside is.
function withoutTail(address: string): string {
  let end = address.length
  while (end > 0) {
    const last = address[end - 1] as string
    if ('.,;:!?…*_~'.includes(last)) end--
    else if (last === ')' && !opened(address, end, '(', ')')) end--
    else if (last === ']' && !opened(address, end, '[', ']')) end--
    else break
  }
  return address.slice(0, end)
}

function opened(address: string, end: number, open: string, close: string): boolean {
  let depth = 0
  for (let i = 0; i < end - 1; i++) {
    if (address[i] === open) depth++
    else if (address[i] === close && depth > 0) depth--
  }
  return depth > 0
}

function safeAddress(shown: string): string | undefined {
  const address = /^(?:https?:|mailto:)/i.test(shown) ? shown : `mailto:${shown}`
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return undefined
  }
  if (url.protocol === 'mailto:') return url.pathname.includes('@') ? url.href : undefined
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  // "https://bank.example@elsewhere.example" reads as one place and leads to another.
  return url.username || url.password || !url.hostname ? undefined : url.href
}
