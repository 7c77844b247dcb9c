import { atom } from 'nanostores'

/** $selected is the visit whose badge is selected: the one that was pressed or walked to last. */
export const $selected = atom<string | undefined>(undefined)

/** select selects the badge of a visit, or none. */
export function select(visit: string | undefined): void {
  $selected.set(visit)
}
