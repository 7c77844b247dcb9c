import { el } from '../dom'
import { attempt } from '../safely'

/** offeredPage is a page that the operator suggests, for the visitor to open or not; nothing for what is no address of the web. */
export const offeredPage = (from: string, text: string): HTMLElement | undefined => {
  const url = attempt(() => new URL(text))
  if (!url || !/^https?:$/.test(url.protocol)) return undefined
  const { href, origin } = url
  const here = origin === location.origin
  return el(
    'div',
    { class: 'offered' },
    el('b', {}, `${from} suggests a page`),
    el('span', { dir: 'ltr' }, href.replace(/^https?:\/\/|\/$/g, '')),
    el(
      'a',
      { class: 'open', href, target: here ? '_self' : '_blank', rel: here ? '' : 'noopener noreferrer nofollow' },
      'Open page',
    ),
  )
}
