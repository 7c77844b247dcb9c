// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { transcriptOf } from '../src/after/transcript'
import { add, newTalk } from '../src/chat/conversation'
import { linesOf } from '../src/chat/lines'
import type { Conversation, Message } from '../src/port'

test('a transcript has every line with who said it and when, lines of a text set in', () => {
  const talk = newTalk({ id: 'c', site: 'The Shop', name: 'Ana', state: 'ended', lastSeq: 3, endedBy: 'visitor' } as Conversation)
  const at = new Date(2026, 4, 3, 14, 2).getTime()
  const line = (seq: number, from: Message['from'], text: string, what?: Message['what'], files?: Message['files']): Message => ({
    conversation: 'c',
    seq,
    id: `m${seq}`,
    from,
    name: from === 'operator' ? 'Ana' : 'Rui',
    text,
    what,
    files,
    at,
  })
  add(talk, line(2, 'visitor', 'Two\nlines'))
  add(talk, line(1, 'operator', 'Hello <b>'))
  add(talk, line(4, 'visitor', '', undefined, [{ id: 'f', name: 'bell.png', type: 'image/png', size: 9 }]))
  add(talk, line(3, 'system', 'Rui ended the chat', 'ended'))
  expect(transcriptOf('The Shop', linesOf(talk, [])).split('\r\n')).toEqual([
    'Chat with The Shop',
    '[2026-05-03 14:02] Ana: Hello <b>',
    '[2026-05-03 14:02] You: Two',
    '    lines',
    '[2026-05-03 14:02] You ended the chat',
    '[2026-05-03 14:02] You: File: bell.png',
    '',
  ])
})
