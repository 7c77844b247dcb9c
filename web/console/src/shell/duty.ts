import { openAlerts } from '../alert/choice'
import { markIcon } from '../alert/favicon'
import { countInTitle } from '../alert/title'
import { $unreadInAll, openRead } from '../conversation/unread'
import { watchRinging } from '../request/ringing'
import { $mine } from '../state/live'

/** startDuty lets everything that calls an operator begin for the one who signed in: rings, the count in the tab's title, the mark on
 * its icon, the browser's question before a tab with open chats is closed. The function returned ends that. */
export function startDuty(operator: string): () => void {
  openAlerts(operator)
  const stops = [
    openRead(operator),
    watchRinging(),
    $unreadInAll.subscribe((many) => {
      countInTitle(many)
      markIcon('unread', many > 0)
    }),
  ]
  const closing = (event: BeforeUnloadEvent) => {
    if ($mine.get().length > 0) event.preventDefault()
  }
  window.addEventListener('beforeunload', closing)
  return () => {
    window.removeEventListener('beforeunload', closing)
    for (const stop of stops) stop()
    countInTitle(0)
    markIcon('unread', false)
  }
}
