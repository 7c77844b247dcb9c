import { el } from './dom'

/** links finds addresses: only these schemes, one run of characters, and punctuation at its end belongs to the sentence. Linear for any text. */
export const links = /\b((?:https?:\/\/|mailto:)[^\s<>"]*[^\s<>".,:;!?'*)\]}])/i
// Marks that turn the direction of what follows, so that an address could pass for another.
const turning = /[\u202a-\u202e\u2066-\u2069]/g

/** linkify returns text as nodes: markup stays text, and addresses of the web and of mail become links that tell nothing of this page. */
export const linkify = (text: string): (Node | string)[] =>
  text
    .replace(turning, '')
    .split(links)
    .map((part, i) => (i % 2 ? el('a', { href: part, target: '_blank', rel: 'noopener noreferrer nofollow' }, part) : part))
