import type { Talk } from './conversation'
import { linesOf } from './lines'

const two = (n: number): string => `${n}`.padStart(2, '0')

const clock = (at: number): string => {
  const d = new Date(at)
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`
}

/** transcriptOf is what was said, as a text for a file. */
export const transcriptOf = (talk: Talk): string =>
  [
    `Chat with ${talk.conversation.site}`,
    ...linesOf(talk, []).map(({ at, from, name, text }) => {
      const who = from === 'system' ? '' : `${from === 'visitor' ? 'You' : name}: `
      return `[${clock(at)}] ${who}${text.split('\n').join('\r\n    ')}`
    }),
    '',
  ].join('\r\n')

/** saveTranscript gives the visitor the transcript as a file, made here: nothing is fetched. */
export const saveTranscript = (talk: Talk): void => {
  const file = URL.createObjectURL(new Blob([`\ufeff${transcriptOf(talk)}`], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = file
  link.download = `chat-${clock(talk.lines[0]?.at ?? Date.now()).slice(0, 10)}.txt`
  link.click()
  setTimeout(() => URL.revokeObjectURL(file), 1e4)
}
