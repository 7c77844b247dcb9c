import { atom } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { api } from './api'
import { $visits } from './live'

type Visit = Schemas['Visit']

/** ProfileTab is a tab of a profile. */
export type ProfileTab = 'general' | 'live' | 'messages'

/** An open profile: the visit as it was last known, and the tab in front. */
export interface OpenProfile {
  visit: Visit
  tab: ProfileTab
}

interface Kept {
  open: readonly { visit: string; tab: ProfileTab }[]
  active?: string
}

let keptFor = ''

/** $profiles are the profiles that are open, in the order of opening, and the visit whose profile is in front. */
export const $profiles = atom<{ open: readonly OpenProfile[]; active?: string }>({ open: [] })

/** $folded is whether open profiles are put aside on a phone, where they would cover the page. Where there is room it means nothing. */
export const $folded = atom(false)

/** foldProfiles puts open profiles aside; they stay open. */
export function foldProfiles(): void {
  $folded.set(true)
}

/** showProfile opens the profile of a visit, or brings it to the front; without a tab an open one keeps its own. */
export async function showProfile(visit: string, tab?: ProfileTab): Promise<void> {
  await show(visit, tab)
  $folded.set(false)
}

async function show(visit: string, tab?: ProfileTab): Promise<void> {
  const { open } = $profiles.get()
  if (open.some((one) => one.visit.id === visit)) {
    change(
      open.map((one) => (one.visit.id === visit && tab ? { ...one, tab } : one)),
      visit,
    )
    return
  }
  add($visits.get()[visit] ?? (await lookUp(visit)), tab)
}

async function lookUp(visit: string): Promise<Visit> {
  // The visitor of an open conversation may have left the monitor.
  return $visits.get()[visit] ?? (await api.get<Schemas['VisitDetail']>(`/visits/${visit}`)).visit
}

/** closeProfile closes the profile of a visit; the one opened before it comes to the front. */
export function closeProfile(visit: string): void {
  const { open, active } = $profiles.get()
  const left = open.filter((one) => one.visit.id !== visit)
  change(left, active === visit ? left.at(-1)?.visit.id : active)
}

/** closeProfiles closes all profiles; the operator who had them open finds them again in this tab. */
export function closeProfiles(): void {
  keptFor = ''
  $profiles.set({ open: [] })
}

/** reopenProfiles opens the profiles that an operator had open in this tab before it was loaded anew, all at once: only the one that was in
 * front is shown, since what is shown counts as read. `folded` puts them aside. */
export async function reopenProfiles(operator: string, folded = false): Promise<void> {
  $folded.set(folded)
  keptFor = operator
  const kept = read(operator)
  const found = await Promise.all(kept.open.map(async ({ visit, tab }) => ({ visit: await lookUp(visit).catch(() => {}), tab })))
  if (keptFor !== operator) return
  // What was opened meanwhile stays, and in front.
  const now = $profiles.get()
  const opened = new Set(now.open.map((one) => one.visit.id))
  const again = found.filter((one): one is OpenProfile => one.visit !== undefined && !opened.has(one.visit.id))
  const front = [...again, ...now.open].some((one) => one.visit.id === kept.active) ? kept.active : undefined
  if (again.length > 0) change([...again, ...now.open], now.active ?? front)
}

/** followProfiles keeps open profiles as their visits stand now; a visit that is gone has left. */
export function followProfiles(): void {
  const { open, active } = $profiles.get()
  if (open.length === 0) return
  const visits = $visits.get()
  const now = open.map((one) => {
    const visit: Visit = visits[one.visit.id] ?? leftOf(one.visit)
    return visit === one.visit ? one : { ...one, visit }
  })
  if (now.some((one, i) => one !== open[i])) $profiles.set({ open: now, active })
}

function leftOf(visit: Visit): Visit {
  return visit.presence === 'left' ? visit : { ...visit, presence: 'left', tabs: 0 }
}

function add(visit: Visit, tab: ProfileTab = 'general'): void {
  const { open } = $profiles.get()
  const others = open.filter((one) => one.visit.id !== visit.id)
  change([...others, { visit, tab }], visit.id)
}

function change(open: readonly OpenProfile[], active: string | undefined): void {
  $profiles.set({ open, active })
  if (keptFor === '') return
  const kept: Kept = { open: open.map((one) => ({ visit: one.visit.id, tab: one.tab })), active }
  try {
    sessionStorage.setItem(keyOf(keptFor), JSON.stringify(kept))
  } catch {
    // Without storage the profiles are closed when the page is loaded anew.
  }
}

function read(operator: string): Kept {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(operator)) ?? '') as Partial<Kept>
    return { open: Array.isArray(kept.open) ? kept.open : [], active: kept.active }
  } catch {
    return { open: [] }
  }
}

function keyOf(operator: string): string {
  return `beckon.profiles.${operator}`
}
