import { shortName, sizeOf } from '../../../file'
import { dress, el, press, say } from '../dom'
import { attempt, safely } from '../safely'
import type { Attached, Files } from './files'
import { icon } from './icons'
import { saveAs } from './save'

/** Shown returns a sent file as the conversation shows it: a picture, or a card. The same file is the same element. */
export type Shown = (file: Attached) => HTMLElement

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

const newCard = ({ id, name, size }: Attached, files: Files): HTMLElement => {
  const state = el('small', { role: 'status' }, sizeOf(size))
  const download = newDownload(
    name,
    () => files.bytes(id),
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

const newPicture = (file: Attached, files: Files): HTMLElement => {
  const { id, name, width = 1, height = 1 } = file
  const across = width * Math.min(1, largest / width, largest / height)
  const canvas = el('canvas', {})
  let bytes: Blob | undefined
  const load = (): void => {
    const failed = (): void => node.replaceChildren(`${name} can’t be shown now. Press to try again.`)
    files
      .bytes(id)
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

/** newShown returns how files are shown that come by files. */
export const newShown = (files: Files): Shown => {
  const all = new Map<string, HTMLElement>()
  return (file) => {
    const node = all.get(file.id) ?? (file.width ? newPicture : newCard)(file, files)
    all.set(file.id, node)
    return node
  }
}

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
