import { $alerts } from './choice'
import { isPushed, type Pushed } from './push'

/** DesktopLeave is whether the browser lets Beckon show notifications on the desktop; `missing` where it has none. */
export type DesktopLeave = NotificationPermission | 'missing'

/** desktopLeave is how the browser stands to desktop notifications now. */
export function desktopLeave(): DesktopLeave {
  return 'Notification' in window ? Notification.permission : 'missing'
}

/** askDesktopLeave asks the person for leave, which the browser allows after a click only. */
export async function askDesktopLeave(): Promise<DesktopLeave> {
  return 'Notification' in window ? Notification.requestPermission() : 'missing'
}

/** notify shows a notification on the desktop while the tab is hidden, if the operator wants that and none of this kind is pushed; a click on
 * it leads to the tab and runs `chosen`. The function returned takes it away. A later one about the same takes the place of the earlier. */
export function notify(kind: Pushed, about: string, text: string, chosen: () => void): () => void {
  if (!document.hidden || !$alerts.get().desktop || desktopLeave() !== 'granted' || isPushed(kind)) return () => {}
  try {
    const note = new Notification('Beckon', { body: text, tag: about, icon: `${import.meta.env.BASE_URL}brand-waiting.svg` })
    note.onclick = () => {
      window.focus()
      note.close()
      chosen()
    }
    return () => note.close()
  } catch {
    return () => {} // some browsers know notifications but allow a page none
  }
}
