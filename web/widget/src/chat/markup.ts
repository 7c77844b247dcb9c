import { el } from '../dom'
import { linkify, links } from '../linkify'

const tags = { '*': 'b', _: 'i', '`': 'code' } as const

// An address goes as it is; a mark counts where a word could begin, and again where one could end, on the same line.
const tokens = new RegExp(
  `${links.source}|(^|[^\\w*_\`])(\\*\\*?|[_\`])(?!\\s)((?:(?!\\3(?!\\w))[^\\n]){1,1000})\\3(?!\\w)`,
  'gim',
)

/** markup returns text as nodes: *bold* or **bold**, _italic_ and `code` are shown as such, addresses are links, and everything else stays text. */
export const markup = (text: string): (Node | string)[] => {
  const nodes: (Node | string)[] = []
  let from = 0
  for (const found of text.matchAll(tokens)) {
    const [all, link, before = '', mark, inner = ''] = found
    if (link || /\s$/.test(inner)) continue
    nodes.push(
      ...linkify(text.slice(from, found.index) + before),
      el(tags[mark?.[0] as keyof typeof tags], {}, ...(mark === '`' ? [inner] : markup(inner))),
    )
    from = found.index + all.length
  }
  nodes.push(...linkify(text.slice(from)))
  return nodes.filter((node) => node !== '')
}
