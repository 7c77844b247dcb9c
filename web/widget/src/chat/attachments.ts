import { el, press, say } from '../dom'
import { listen } from '../safely'
import type { Attaching, Attachment } from './attaching'
import type { Files, Row } from './files'
import { tool } from './icons'
import { eager } from './part'

/** Attachments is what is attached, as the visitor sees it above the message box, and the button that attaches. */
export interface Attachments {
  node: HTMLElement
  /** **Attach a file**. */
  button: HTMLButtonElement
  add(files: FileList | null | undefined): void
  /** Attaches what is pasted into box. */
  pasted(box: HTMLElement): void
  /** Shows how everything stands. */
  update(): void
}

/** newAttachments returns the view of attaching; `left` puts the keyboard back into the message box. */
export const newAttachments = (attaching: Attaching, filing: Files['filing'], left: () => void): Attachments => {
  const rows = new Map<string, Row>()
  const list = el('ul', { 'aria-label': 'Attached files' })
  const wrong = el('p', { class: 'note bad', role: 'alert' })
  const waits = el('p', { class: 'note muted', role: 'status' })
  const chosen = el('input', { type: 'file', multiple: '', hidden: '', 'aria-label': 'Attach a file' })
  const button = tool('Attach a file', 'clip', () => chosen.click())
  const node = el('div', { class: 'attached' }, list, wrong, waits, chosen)
  const add: Attachments['add'] = (files) => {
    wrong.textContent = attaching.add([...(files ?? [])])
    node.hidden &&= !wrong.textContent
  }
  listen(chosen, 'change', () => {
    add(chosen.files)
    // The same file may be chosen again.
    chosen.value = ''
    left()
  })

  const plain = ({ id, name }: Attachment) =>
    el(
      'li',
      {},
      name,
      ' ',
      press('link', () => attaching.remove(id), 'Remove'),
    )

  const show = (): void => {
    const now = attaching.list()
    for (const [id, row] of rows)
      if (!now.some((one) => one.id === id)) {
        row.node.remove()
        rows.delete(id)
        wrong.textContent = ''
      }
    const here = now.length ? get() : undefined
    // Without the part a file that failed can still be taken out.
    if (!here) list.replaceChildren(...now.filter(({ state }) => state === 'failed').map(plain))
    else if (!rows.size) list.replaceChildren()
    for (const one of now) {
      const row = rows.get(one.id) ?? here?.newRow(one, attaching, left)
      if (!row) continue
      rows.set(one.id, row)
      if (!row.node.parentNode) {
        list.append(row.node)
        row.node.scrollIntoView({ block: 'nearest' })
      }
      row.show(one)
    }
    list.hidden = !list.firstChild
    say(waits, attaching.waits())
    // What was wrong is said until something is removed or sent.
    if (!now.length) wrong.textContent = ''
    node.hidden = !now.length
  }
  const get = eager(filing, show)

  return {
    node,
    button,
    add,
    update: show,
    pasted(box) {
      listen(box, 'paste', (event) => {
        const { clipboardData } = event as ClipboardEvent
        // What is copied from a document is a text with a picture of it.
        if (!clipboardData?.files.length || clipboardData.getData('text/plain')) return
        event.preventDefault()
        add(clipboardData.files)
      })
    },
  }
}

/** dropOn lets files be dropped on node: while they are above it a zone says so. What can't be taken `may`be is not opened by the browser either. */
export const dropOn = (node: HTMLElement, may: () => boolean, add: (files: FileList) => void): void => {
  const zone = el('div', { class: 'zone', 'aria-hidden': 'true' }, 'Drop files here to send them')
  zone.hidden = true
  node.append(zone)
  listen(node, 'dragenter dragover dragleave drop', (event) => {
    const { dataTransfer, type, target } = event as DragEvent
    if (!dataTransfer?.types.includes('Files')) return
    // The browser would open the file in place of the page.
    event.preventDefault()
    event.stopPropagation()
    const over = type === 'dragenter' || type === 'dragover'
    if (over) dataTransfer.dropEffect = may() ? 'copy' : 'none'
    if (over && may()) zone.hidden = false
    else if (target === zone || type === 'drop') zone.hidden = true
    if (type === 'drop' && may()) add(dataTransfer.files)
  })
}
