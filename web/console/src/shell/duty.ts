import { watchAttention } from '../alert/attention'
import { $alerts, openAlerts } from '../alert/choice'
import { markIcon, renewIcon } from '../alert/favicon'
import { isLookedAt } from '../alert/looking'
import { openPush, takeAlertsAway } from '../alert/push'
import { countInTitle, renewTitle } from '../alert/title'
import { watchCalls } from '../call/watching'
import { $unreadInAll, openRead } from '../conversation/unread'
import { watchRinging } from '../request/ringing'
import { $connection, send } from '../state/connection'
import { $mine } from '../state/live'

/** startDuty lets everything that calls an operator begin for the one who signed in: rings, the count in the tab's title, the mark on
 * its icon, what is pushed while he does not look, the browser's question before a tab with open chats is closed. The function returned ends
 * that. */
export function startDuty(operator: string): () => void {
  openAlerts(operator)
  void openPush(operator).catch(() => {}) // the page of Settings says what is in the way
  const attention = watchAttention(send)
  const stops = [
    attention.stop,
    $connection.subscribe(({ state }) => {
      if (state === 'connected') attention.again()
    }),
    openRead(operator),
    watchRinging(),
    watchCalls(),
    $alerts.listen(() => {
      renewTitle()
      renewIcon()
    }),
    $unreadInAll.subscribe((many) => {
      countInTitle(many)
      markIcon('unread', many > 0)
    }),
  ]
  const closing = (event: BeforeUnloadEvent) => {
    if ($mine.get().length > 0) event.preventDefault()
  }
  const look = () => {
    if (isLookedAt()) void takeAlertsAway()
  }
  // Closed or loaded anew: nobody need wait for the line to be found dead.
  const leave = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) send({ type: 'leaving' })
  }
  window.addEventListener('pagehide', leave)
  window.addEventListener('beforeunload', closing)
  window.addEventListener('focus', look)
  return () => {
    window.removeEventListener('pagehide', leave)
    window.removeEventListener('beforeunload', closing)
    window.removeEventListener('focus', look)
    for (const stop of stops) stop()
    countInTitle(0)
    markIcon('unread', false)
  }
}
