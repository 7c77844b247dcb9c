import { useStore } from '@nanostores/react'
import { useMemo, useRef } from 'react'
import type { Schemas } from '../../../wire/frames'
import { keepPlaces, type Slots, tidyPlaces } from './slots'
import { $steady } from './steady'

type Visit = Schemas['Visit']

/**
 * usePlaces are the visits in the places where their badges stand: in their order, without gaps. While a pointer is at work on the
 * floor they keep their places, and the places of those who go stay free. `made` is for what they were made: with another value all
 * close up.
 */
export function usePlaces(visits: readonly Visit[], made: string): readonly (Visit | undefined)[] {
  const steady = useStore($steady)
  const kept = useRef<{ slots: Slots; made: string }>({ slots: [], made })
  return useMemo(() => {
    const tidy = tidyPlaces(visits)
    if (!steady || kept.current.made !== made) {
      kept.current = { slots: tidy.map(({ id }) => id), made }
      return tidy
    }
    const byID = new Map(tidy.map((visit) => [visit.id, visit]))
    const slots = keepPlaces(kept.current.slots, [...byID.keys()])
    kept.current = { slots, made }
    return slots.map((id) => (id === undefined ? undefined : byID.get(id)))
  }, [visits, made, steady])
}
