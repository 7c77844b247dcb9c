import { $alerts } from './choice'

const reasons = new Set<string>()

/** markIcon puts the mark that somebody waits on the tab's icon for a reason, or takes that reason away. */
export function markIcon(why: 'ringing' | 'unread', on: boolean): void {
  if (on) reasons.add(why)
  else reasons.delete(why)
  renewIcon()
}

/** renewIcon lets the tab's icon follow the operator's choice. */
export function renewIcon(): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (!icon) return
  const name = reasons.size > 0 && $alerts.get().icon ? 'brand-waiting.svg' : 'brand.svg'
  if (!icon.href.endsWith(`/${name}`)) icon.href = `${import.meta.env.BASE_URL}${name}`
}
