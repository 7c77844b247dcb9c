import { atom } from 'nanostores'

/** Theme is dark or light, or as the system has it. */
export type Theme = 'system' | 'light' | 'dark'
/** Density is how closely things stand. */
export type Density = 'comfortable' | 'dense'

/** $theme is the theme chosen on this device. */
export const $theme = atom<Theme>(kept('beckon.theme', ['system', 'light', 'dark']))
/** $density is the density chosen on this device. */
export const $density = atom<Density>(kept('beckon.density', ['comfortable', 'dense']))

/** setTheme chooses the theme and keeps the choice on this device. */
export function setTheme(theme: Theme): void {
  keep('beckon.theme', theme)
  $theme.set(theme)
}

/** setDensity chooses the density and keeps the choice on this device. */
export function setDensity(density: Density): void {
  keep('beckon.density', density)
  $density.set(density)
}

/** showAppearance makes the page look as chosen, now and whenever the choice or the system changes. */
export function showAppearance(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const show = () => {
    const theme = $theme.get()
    const root = document.documentElement
    root.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
    root.dataset.density = $density.get()
  }
  dark.addEventListener('change', show)
  $theme.listen(show)
  $density.listen(show)
  show()
}

function kept<T extends string>(key: string, choices: readonly [T, ...T[]]): T {
  try {
    const value = localStorage.getItem(key)
    return choices.find((choice) => choice === value) ?? choices[0]
  } catch {
    return choices[0]
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Storage may be full or forbidden: the choice then holds until the page is loaded anew.
  }
}
