import type { VisitorFrame } from '../../../wire/frames'
import type { Invitation, Panel, PanelModule } from '../port'
import { safely } from '../safely'

/** LazyPanel is the chat panel, which is not loaded before it is needed. */
export interface LazyPanel extends Panel {
  /** Loads the panel from this address, once; a load that failed may be tried again. */
  load(address: string): void
}

/** newLazyPanel returns the panel that `start` will start; `failed` is told when the visitor asked for it in vain. */
export const newLazyPanel = (start: (module: PanelModule) => Panel, failed: () => void): LazyPanel => {
  let panel: Panel | undefined
  let loading = false
  let retry = ''
  let asked: Invitation | undefined
  // What a panel that is loaded later needs to know: everything since the last welcome.
  let backlog: VisitorFrame[] = []
  return {
    load(address) {
      if (loading) return
      loading = true
      import(/* @vite-ignore */ address + retry)
        .then((module: PanelModule) => {
          panel = start(module)
          for (const frame of backlog) panel.take(frame)
          if (asked) panel.open(asked)
        })
        .catch(
          safely(() => {
            loading = false
            // Some browsers remember that a module failed: the next try has another address.
            retry += '?'
            if (asked) failed()
          }),
        )
    },
    take(frame) {
      if (panel) panel.take(frame)
      else {
        if (frame.type === 'welcome') backlog = []
        if (backlog.length < 500) backlog.push(frame)
      }
    },
    lost(code, stopped) {
      panel?.lost(code, stopped)
    },
    open(invitation) {
      asked = invitation
      panel?.open(invitation)
    },
  }
}
