import { atom } from 'nanostores'

/** PALETTE_KEYS open the palette. */
export const PALETTE_KEYS = 'Mod+K'

/** $palette is whether the palette is open. */
export const $palette = atom(false)

/** openPalette opens the palette. */
export function openPalette(): void {
  $palette.set(true)
}

/** closePalette closes the palette. */
export function closePalette(): void {
  $palette.set(false)
}
