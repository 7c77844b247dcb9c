import { atom } from 'nanostores'
import type { Sound } from './sounds'

/** AlertName is an alert that an operator can switch: a sound, what the tab's title or icon says, or desktop notifications. */
export type AlertName = Sound | 'title' | 'icon' | 'desktop'

/** Alerts says of each alert whether it is on. What is seen in the console itself is always on. */
export type Alerts = Readonly<Record<AlertName, boolean>>

// On a busy site every arrival would sound: that one is for those who ask for it.
const USUAL: Alerts = { request: true, message: true, visitor: false, title: true, icon: true, desktop: false }

let operator = ''

/** $alerts are the alerts as the operator who is signed in wants them in this browser: at his desk he wants others than on his phone. */
export const $alerts = atom<Alerts>(USUAL)

/** openAlerts takes up what an operator chose on this device earlier. */
export function openAlerts(of: string): void {
  operator = of
  $alerts.set(read())
}

/** switchAlert switches an alert and keeps the choice on this device. */
export function switchAlert(name: AlertName, on: boolean): void {
  const alerts = { ...$alerts.get(), [name]: on }
  $alerts.set(alerts)
  try {
    localStorage.setItem(keyOf(operator), JSON.stringify(alerts))
  } catch {
    // Without storage the choice holds until the page is loaded anew.
  }
}

function read(): Alerts {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(operator)) ?? '{}') as Partial<Record<AlertName, unknown>>
    const chosen = (Object.keys(USUAL) as AlertName[]).filter((name) => typeof kept[name] === 'boolean')
    return { ...USUAL, ...Object.fromEntries(chosen.map((name) => [name, kept[name]])) }
  } catch {
    return USUAL
  }
}

function keyOf(of: string): string {
  return `beckon.alerts.${of}`
}
