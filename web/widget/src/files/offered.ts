import { el } from '../dom'
import { attempt } from '../safely'

/** offer puts a page that the operator suggests into the place of its address, for the visitor to open or not; what is no address of the web stays. */
export const offer = (address: HTMLElement, from: string, text: string): void => {
  const url = attempt(() => new URL(text))
  if (!url || !/^https?:$/.test(url.protocol)) return
  const { href, origin } = url
  const here = origin === location.origin
  address.replaceChildren(
    el(
      'div',
      { class: 'offered' },
      el('b', {}, `${from} suggests a page`),
      el('span', { dir: 'ltr' }, href.replace(/^https?:\/\/|\/$/g, '')),
      el(
        'a',
        { class: 'open', href, target: here ? '_self' : '_blank', rel: here ? '' : 'noopener noreferrer nofollow' },
        'Open page',
      ),
    ),
  )
}
