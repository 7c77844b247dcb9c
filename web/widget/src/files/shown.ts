import { shortName, sizeOf } from '../../../file'
import type { Attached } from '../chat/files'
import { icon } from '../chat/icons'
import { saveAs } from '../chat/save'
import { dress, el, press, say } from '../dom'
import { safely } from '../safely'

/** Bytes brings the bytes of a file; throws when they can't be had now. */
export type Bytes = (id: string) => Promise<Blob>

// A preview has at most so many pixels of the page across and down.
const largest = 240

// A canvas shows bytes on pages whose policy allows images from nowhere.
const paint = async (canvas: HTMLCanvasElement, bytes: Blob, width: number): Promise<void> => {
  const bitmap = await createImageBitmap(bytes)
  const scale = Math.min(1, (width * devicePixelRatio) / bitmap.width)
  canvas.width = Math.max(1, bitmap.width * scale)
  canvas.height = Math.max(1, bitmap.height * scale)
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
}

const newDownload = (name: string, bytes: () => Promise<Blob>, tell: (text: string) => void): HTMLElement => {
  let underway = false
  const get = (): void => {
    if (underway) return
    underway = true
    tell('Downloading…')
    bytes()
      .then((got) => {
        saveAs(name, got)
        tell('')
      })
      .catch(() => tell('It can’t be had now'))
      .finally(() => {
        underway = false
      })
  }
  return press('link', get, 'Download')
}

const newCard = ({ id, name, size }: Attached, bytes: Bytes): HTMLElement => {
  const state = el('small', { role: 'status' }, sizeOf(size))
  const download = newDownload(
    name,
    () => bytes(id),
    (text) => say(state, text || sizeOf(size)),
  )
  return el(
    'div',
    { class: 'file', role: 'group', 'aria-label': name },
    icon('file'),
    el('div', { class: 'what' }, el('b', { dir: 'auto', title: name }, shortName(name)), el('div', {}, state, download)),
  )
}

// Over the whole window; the browser keeps the keyboard in it and gives it back.
const enlarge = ({ name, width = 0 }: Attached, bytes: Blob, panel: Element): void => {
  const canvas = el('canvas', { role: 'img', 'aria-label': name })
  const dialog = el(
    'dialog',
    {
      class: 'large',
      'aria-label': name,
      close: () => dialog.remove(),
      // Escape closes the picture, not the chat.
      keydown: (event) => event.stopPropagation(),
      click: ({ target }) => {
        if (target === dialog) dialog.close()
      },
    },
    el(
      'div',
      { class: 'buttons' },
      newDownload(
        name,
        async () => bytes,
        () => {},
      ),
      press('primary', () => dialog.close(), 'Close'),
    ),
    canvas,
  )
  panel.append(dialog)
  dialog.showModal()
  void paint(canvas, bytes, Math.min(width, innerWidth)).catch(() => dialog.close())
}

const newPicture = (file: Attached, bring: Bytes): HTMLElement => {
  const { id, name, width = 1, height = 1 } = file
  const across = width * Math.min(1, largest / width, largest / height)
  const canvas = el('canvas', {})
  let bytes: Blob | undefined
  const load = (): void => {
    const failed = (): void => node.replaceChildren(`${name} can’t be shown now. Press to try again.`)
    bring(id)
      .then(async (got) => {
        await paint(canvas, got, across)
        bytes = got
        node.replaceChildren(canvas)
      })
      .catch(failed)
  }
  const open = (): void => {
    if (bytes) enlarge(file, bytes, node.closest('.panel') as Element)
    else load()
  }
  const node = dress(press('picture', open, canvas), { 'aria-label': `Open ${name}`, title: name }, [])
  // Its place is kept from the start: nothing jumps when it comes.
  node.style.width = `${across}px`
  node.style.aspectRatio = `${width} / ${height}`
  // What nobody scrolls to is not brought.
  const seen = new IntersectionObserver(
    safely((list: IntersectionObserverEntry[]) => {
      if (!list.some(({ isIntersecting }) => isIntersecting)) return
      seen.disconnect()
      load()
    }),
  )
  seen.observe(node)
  return node
}

/** shown returns a sent file as the conversation shows it: a picture, or a card. */
export const shown = (file: Attached, bytes: Bytes): HTMLElement => (file.width ? newPicture : newCard)(file, bytes)
