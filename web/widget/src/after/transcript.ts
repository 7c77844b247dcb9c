import type { Line } from '../chat/log'
import { saveAs } from '../chat/save'

const two = (n: number): string => `${n}`.padStart(2, '0')

const clock = (at: number): string => {
  const d = new Date(at)
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`
}

/** transcriptOf is what was said, as a text for a file. */
export const transcriptOf = (site: string, lines: readonly Line[]): string =>
  [
    `Chat with ${site}`,
    ...lines.map(({ at, from, name, text, files = [] }) => {
      const who = from === 'system' ? '' : `${from === 'visitor' ? 'You' : name}: `
      const said = [...(text ? text.split('\n') : []), ...files.map((file) => `File: ${file.name}`)]
      return `[${clock(at)}] ${who}${said.join('\r\n    ')}`
    }),
    '',
  ].join('\r\n')

/** saveTranscript gives the visitor the transcript as a file. */
export const saveTranscript = (site: string, lines: readonly Line[]): void =>
  saveAs(
    `chat-${clock(lines[0]?.at ?? Date.now()).slice(0, 10)}.txt`,
    new Blob([`\ufeff${transcriptOf(site, lines)}`], { type: 'text/plain;charset=utf-8' }),
  )
