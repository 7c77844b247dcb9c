import type { Schemas } from '../../../wire/frames'
import { markup } from './markup'

/** addressOf is where an operator gets the bytes of a file. */
export function addressOf(file: Schemas['File']): string {
  return `/api/v1/files/${file.id}`
}

/** isImage is true for a file that may be shown; its size on the screen is known before its bytes are here. */
export function isImage(file: Schemas['File']): file is Schemas['File'] & { width: number; height: number } {
  return (file.width ?? 0) > 0 && (file.height ?? 0) > 0
}

/** previewSize fits an image into a box, never larger than it is, and never too thin to be clicked on. */
export function previewSize(
  width: number,
  height: number,
  most = { width: 260, height: 220 },
): { width: number; height: number } {
  const scale = Math.min(1, most.width / width, most.height / height)
  const shown = (side: number) => Math.max(32, Math.round(side * scale))
  return { width: shown(width), height: shown(height) }
}

/** saidIn is what was said in a line, in words without the marks of light markup: where nothing was written, what its files are called. */
export function saidIn({ text, files }: { text: string; files?: readonly Schemas['File'][] }): string {
  return wordsIn(text) || (files ?? []).map(({ name }) => name).join(', ')
}

function wordsIn(text: string): string {
  return markup(text)
    .map((part) => part.text)
    .join('')
}

/** halvesOf is the name of a file in two parts: where there is little room the first is shortened, never what the name ends with. */
export function halvesOf(name: string): readonly [string, string] {
  const end = /[^.](\.[^.\s]{1,10})$/u.exec(name)?.[1] ?? ''
  return [name.slice(0, name.length - end.length), end]
}
