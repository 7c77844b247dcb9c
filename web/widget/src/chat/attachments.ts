import { shortName, sizeOf } from '../../../file'
import { el, press, say } from '../dom'
import { listen } from '../safely'
import type { Attaching, Attachment } from './attaching'
import { icon, tool } from './icons'

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

const newRow = ({ id, name, size, file }: Attachment, attaching: Attaching, left: () => void) => {
  const state = el('small', { role: 'status' })
  const bar = el('progress', { max: '1', 'aria-label': name })
  const stop = press('link', () => {
    attaching.remove(id)
    left()
  })
  const retry = (): void => {
    attaching.retry(id)
    stop.focus()
  }
  const again = press('link', retry, 'Retry')
  const node = el(
    'li',
    { 'aria-label': name },
    icon('file'),
    el('span', { class: 'what' }, el('b', { dir: 'auto', title: name }, shortName(name)), state, bar),
    again,
    stop,
  )
  return {
    node,
    show(one: Attachment) {
      const failed = one.state === 'failed'
      const going = one.state === 'sending' || one.state === 'waiting'
      const said = failed ? one.why : sizeOf(size)
      say(state, said)
      state.classList.toggle('bad', failed)
      bar.hidden = !going
      bar.value = one.part
      again.hidden = !failed || !file
      stop.textContent = going ? 'Cancel' : 'Remove'
    },
  }
}

/** newAttachments returns the view of attaching; `left` puts the keyboard back into the message box. */
export const newAttachments = (attaching: Attaching, left: () => void): Attachments => {
  const rows = new Map<string, ReturnType<typeof newRow>>()
  const list = el('ul', { 'aria-label': 'Attached files' })
  const wrong = el('p', { class: 'note bad', role: 'alert' })
  const waits = el('p', { class: 'note muted', role: 'status' })
  const chosen = el('input', { type: 'file', multiple: '', hidden: '', 'aria-label': 'Attach a file' })
  const button = tool('Attach a file', 'clip', () => chosen.click())
  const node = el('div', { class: 'attached' }, list, wrong, waits, chosen)
  const add: Attachments['add'] = (files) => {
    wrong.textContent = attaching.add([...(files ?? [])])
    node.hidden &&= !wrong.textContent
    list.lastElementChild?.scrollIntoView({ block: 'nearest' })
  }
  listen(chosen, 'change', () => {
    add(chosen.files)
    // The same file may be chosen again.
    chosen.value = ''
    left()
  })

  return {
    node,
    button,
    add,
    pasted(box) {
      listen(box, 'paste', (event) => {
        const { clipboardData } = event as ClipboardEvent
        // What is copied from a document is a text with a picture of it.
        if (!clipboardData?.files.length || clipboardData.getData('text/plain')) return
        event.preventDefault()
        add(clipboardData.files)
      })
    },
    update() {
      const now = attaching.list()
      for (const [id, row] of rows)
        if (!now.some((one) => one.id === id)) {
          row.node.remove()
          rows.delete(id)
          wrong.textContent = ''
        }
      for (const one of now) {
        let row = rows.get(one.id)
        if (!row) {
          row = newRow(one, attaching, left)
          rows.set(one.id, row)
          list.append(row.node)
        }
        row.show(one)
      }
      say(waits, attaching.waits())
      // What was wrong is said until something is removed or sent.
      if (!now.length) wrong.textContent = ''
      node.hidden = !now.length
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
