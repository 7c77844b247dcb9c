import { shortName, sizeOf } from '../../../file'
import type { Attaching, Attachment } from '../chat/attaching'
import type { Row } from '../chat/files'
import { icon } from '../chat/icons'
import { el, press, say } from '../dom'

/** newRow shows one of those that are attached; `left` is called when it is removed. */
export const newRow = ({ id, name, size, file }: Attachment, attaching: Attaching, left: () => void): Row => {
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
