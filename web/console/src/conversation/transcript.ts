import { sizeOf } from '../../../file'
import type { Schemas } from '../../../wire/frames'
import { api } from '../state/api'
import { download } from '../ui/download'

type Message = Schemas['Message']

/** transcriptOf is a conversation as a text for a file: its lines, without the operators' notes. */
export function transcriptOf(conversation: Schemas['Conversation'], lines: readonly Message[]): string {
  const said = lines.map(({ at, from, name, text, files }) => {
    const who = from === 'system' ? '' : `${name || conversation.visitorName}: `
    const said = [text, ...(files ?? []).map((file) => `<${file.name}, ${sizeOf(file.size)}>`)].filter(Boolean)
    return `[${stamp(at)}] ${who}${said.join('\n').split('\n').join('\r\n    ')}`
  })
  return [`${conversation.visitorName} – ${conversation.operatorName ?? ''}`, ...said, ''].join('\r\n')
}

/** saveTranscript fetches the lines of a conversation and gives them to the operator as a file. */
export async function saveTranscript(conversation: Schemas['Conversation']): Promise<void> {
  const lines: Message[] = []
  for (let more = true; more; ) {
    const after = lines.at(-1)?.seq ?? 0
    const run = await api.get<Schemas['Messages']>(`/conversations/${conversation.id}/messages?after=${after}&limit=500`)
    lines.push(...run.messages)
    more = run.more && run.messages.length > 0
  }
  const file = URL.createObjectURL(new Blob([`\ufeff${transcriptOf(conversation, lines)}`], { type: 'text/plain;charset=utf-8' }))
  download(file, `conversation-${stamp(conversation.started).slice(0, 10)}.txt`)
  setTimeout(() => URL.revokeObjectURL(file), 10_000)
}

function stamp(at: number): string {
  const d = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`
}
