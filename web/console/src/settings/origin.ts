/** parseOrigin reads what was typed as an origin, such as https://shop.example or https://*.shop.example; a path is cut off. */
export function parseOrigin(typed: string): string | undefined {
  const text = typed.trim()
  if (text === '' || /\s/.test(text)) return undefined
  const full = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`
  const wildcard = /^(https?:\/\/)\*\.(.+)$/i.exec(full)
  let url: URL
  try {
    url = new URL(wildcard ? `${wildcard[1]}${wildcard[2]}` : full)
  } catch {
    return undefined
  }
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.hostname.includes('*')) return undefined
  if (!wildcard) return url.origin
  // A wildcard over a whole top-level domain would let every site in.
  return url.hostname.includes('.') ? `${url.protocol}//*.${url.host}` : undefined
}
