import { el, press } from '../dom'
import { attempt, listen, safely } from '../safely'
import type { Attached, Files } from './files'
import { icon } from './icons'
import { markup } from './markup'
import { timeText } from './words'

type Look = Pick<Files, 'shown' | 'offer'>

/** Line is one row of the conversation as it is shown. */
export interface Line {
  id: string
  from: 'visitor' | 'operator' | 'system'
  name: string
  text: string
  at: number
  files?: readonly Attached[]
  /** The text is the address of a page that the operator suggests. */
  page?: boolean
  /** Under a visitor's line: how far it got. */
  mark?: 'sending' | 'sent' | 'delivered' | 'read' | 'not sent'
  why?: string
  /** The next line is by somebody else or got less far: time and mark stand here. */
  last: boolean
}

/** Log is the list of lines. */
export interface Log {
  node: HTMLElement
  /** Shows these lines, in this order; rows that are there stay. */
  show(lines: Line[], edit?: (id: string) => void): void
  /** Says under the lines that the conversation is on hold, or stands in the queue again; empty: neither. */
  held(text: string, picture: 'hold' | 'clock'): void
  /** Goes to the newest line. */
  toEnd(): void
}

const clock = (at: number): HTMLElement => el('time', { datetime: new Date(at).toISOString() }, timeText(at))

const meta = (line: Line, edit?: (id: string) => void): HTMLElement | string => {
  const { mark, why, id, at, last, from } = line
  if (from === 'system' || (!last && !why)) return ''
  if (why) {
    const row = el('div', { class: 'meta bad' }, `Not sent. ${why} `)
    if (edit) row.append(press('link', () => edit(id), 'Edit'))
    return row
  }
  if (mark === 'sending') return el('div', { class: 'meta' }, icon('clock'), ' sending')
  return el('div', { class: 'meta' }, clock(at), mark ? ` · ${mark}` : '')
}

const row = (line: Line, look: Look, edit?: (id: string) => void): HTMLElement[] => {
  const { from, name, text, mark, files = [], page } = line
  if (from === 'system') return [el('div', { class: 'said' }, text)]
  const who = el('span', { class: 'sr' }, from === 'visitor' ? 'You said: ' : `${name} said: `)
  const said = [...markup(text), ...files.map(look.shown)]
  const bubble = el('div', { class: `said${mark === 'sending' ? ' pale' : ''}`, dir: 'auto' }, ...said)
  if (page) look.offer(bubble, name, text)
  const below = meta(line, edit)
  return below ? [who, bubble, below as HTMLElement] : [who, bubble]
}

/** keepEnd keeps a log at its end while it or what is in it grows or shrinks, until the visitor scrolls back. */
const keepEnd = (node: HTMLElement, list: HTMLElement) => {
  let follow = true
  let top = 0
  const look = (): void => {
    // Growing or shrinking never leads back from the end: only the visitor does.
    if (node.scrollHeight - node.scrollTop - node.clientHeight < 60) follow = true
    else if (node.scrollTop < top) follow = false
    top = node.scrollTop
  }
  const toEnd = (): void => {
    follow = true
    node.scrollTop = node.scrollHeight
    top = node.scrollTop
  }
  const steadily = (change?: () => void): void => {
    look()
    change?.()
    if (follow) toEnd()
  }
  listen(node, 'scroll', look)
  attempt(() => {
    const observer = new ResizeObserver(safely(() => steadily()))
    observer.observe(node)
    observer.observe(list)
  })
  return { toEnd, steadily }
}

/** newLog returns an empty log in which files and suggested pages look as `look` says. */
export const newLog = (look: Look): Log => {
  const list = el('div', { class: 'list', role: 'log', 'aria-label': 'Conversation' })
  const banner = el('div', { class: 'held', role: 'status' })
  const node = el('div', { class: 'log', role: 'region', 'aria-label': 'Messages', tabindex: '0' }, list, banner)
  const rows = new Map<string, { node: HTMLElement; as: string }>()

  const { toEnd, steadily } = keepEnd(node, list)

  return {
    node,
    toEnd,
    show(lines, edit) {
      steadily(() => {
        const stay = new Set<string>()
        let at: Node | null = list.firstChild
        for (const line of lines) {
          stay.add(line.id)
          const as = `${line.from}${line.text}${line.at}${line.mark}${line.why}${line.last}${!!edit}`
          let shown = rows.get(line.id)
          if (!shown) {
            shown = { node: el('div', { class: `row ${line.from}` }), as: '' }
            rows.set(line.id, shown)
          }
          if (shown.as !== as) {
            shown.as = as
            shown.node.replaceChildren(...row(line, look, edit))
          }
          // A row in its place is not touched, so that it isn't read out again.
          if (shown.node === at) at = at.nextSibling
          else list.insertBefore(shown.node, at)
        }
        for (const [id, shown] of rows)
          if (!stay.has(id)) {
            shown.node.remove()
            rows.delete(id)
          }
      })
    },
    held(text, picture) {
      if ((banner.textContent || '') === text) return
      steadily(() => banner.replaceChildren(...(text ? [icon(picture), el('span', {}, text)] : [])))
    },
  }
}
