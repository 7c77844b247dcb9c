import { useStore } from '@nanostores/react'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Schemas } from '../../../wire/frames'
import { api, queries } from '../state/api'
import { $operators } from '../state/live'
import { $defaultVisitorName } from '../state/visitorName'

/** The names under which what the settings pages fetch is kept; a `changed` frame makes it be fetched again. */
export const SETTINGS = ['settings']
export const SITES = ['sites']
export const OPERATORS = ['operators']
export const SESSIONS = ['sessions']
export const ME = ['session']

/** useSettings are the settings, undefined until they have been fetched. */
export function useSettings(enabled = true) {
  return useQuery({ queryKey: SETTINGS, queryFn: fetchSettings, enabled })
}

async function fetchSettings(): Promise<Schemas['Settings']> {
  const settings = await api.get<Schemas['Settings']>('/settings')
  $defaultVisitorName.set(settings.defaultVisitorName)
  return settings
}

/** useSites are all sites. */
export function useSites() {
  return useQuery({ queryKey: SITES, queryFn: () => api.get<Schemas['Site'][]>('/sites') })
}

/** useOperators are all operators. */
export function useOperators() {
  const known = useStore($operators)
  // Frames tell at once who came and went and who is called differently; the record is fetched anew then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the change is the signal
  useEffect(() => void queries.invalidateQueries({ queryKey: OPERATORS }), [known])
  return useQuery({ queryKey: OPERATORS, queryFn: () => api.get<Schemas['Operator'][]>('/operators') })
}
