import type { Schemas } from '../../../wire/frames'

type Request = Schemas['Request']

/** Status is where a request in the queue stands, in the words of the namespace `communication`. */
export interface Status {
  key: 'ringingAtYou' | 'ringing' | 'returned' | 'away' | 'inQueue'
  /** At whom it rings. */
  who?: string
  /** It rings, so somebody may take it any moment. */
  rings: boolean
}

/** statusOf says where a request stands: at whom it rings, else why it waits. `nameOf` is how an operator is called. */
export function statusOf(request: Request, me: string, nameOf: (operator: string) => string): Status {
  if (request.ringing.some(({ operator }) => operator === me)) return { key: 'ringingAtYou', rings: true }
  if (request.ringing.length > 0)
    return { key: 'ringing', who: request.ringing.map(({ operator }) => nameOf(operator)).join(', '), rings: true }
  if (request.visitorAway) return { key: 'away', rings: false }
  return { key: request.returned ? 'returned' : 'inQueue', rings: false }
}

/** passedBy are those who did not take a request, each once, as they did last. */
export function passedBy(request: Request, how: Schemas['Pass']['how'], nameOf: (operator: string) => string): string {
  const last = new Map(request.passes.map((pass) => [pass.operator, pass.how]))
  return [...last.keys()]
    .filter((operator) => last.get(operator) === how)
    .map(nameOf)
    .join(', ')
}
