import type { Talk } from './conversation'
import { linesOf } from './lines'
import { saveAs } from './save'

const two = (n: number): string => `${n}`.padStart(2, '0')

const clock = (at: number): string => {
  const d = new Date(at)
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`
}

/** transcriptOf is what was said, as a text for a file. */
export const transcriptOf = (talk: Talk): string =>
  [
    `Chat with ${talk.conversation.site}`,
    ...linesOf(talk, []).map(({ at, from, name, text, files = [] }) => {
      const who = from === 'system' ? '' : `${from === 'visitor' ? 'You' : name}: `
      const said = [...(text ? text.split('\n') : []), ...files.map((file) => `File: ${file.name}`)]
      return `[${clock(at)}] ${who}${said.join('\r\n    ')}`
    }),
    '',
  ].join('\r\n')

/** saveTranscript gives the visitor the transcript as a file. */
export const saveTranscript = (talk: Talk): void =>
  saveAs(
    `chat-${clock(talk.lines[0]?.at ?? Date.now()).slice(0, 10)}.txt`,
    new Blob([`\ufeff${transcriptOf(talk)}`], { type: 'text/plain;charset=utf-8' }),
  )
