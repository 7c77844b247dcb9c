import type { Schemas } from '../../../wire/frames'

type Visit = Schemas['Visit']

/** liveFirst puts those who have left, and have no open conversation, behind the others; else the order stays. */
export function liveFirst(visits: readonly Visit[], open: readonly Pick<Schemas['Conversation'], 'visitor'>[]): readonly Visit[] {
  const talking = new Set(open.map(({ visitor }) => visitor))
  const over = (visit: Visit) => visit.presence === 'left' && !talking.has(visit.visitor)
  return [...visits.filter((visit) => !over(visit)), ...visits.filter(over)]
}
