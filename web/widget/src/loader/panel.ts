import type { VisitorFrame } from '../../../wire/frames'
import type { Panel, PanelModule } from '../port'
import { safely } from '../safely'

/** LazyPanel is the chat panel, which is not loaded before it is needed and a welcome has said where it is. */
export interface LazyPanel extends Omit<Panel, 'open'> {
  /** Loads it, once; a load that failed may be tried again. */
  load(): void
  /** Opens it as soon as it can; false when that may be never. */
  open(): boolean
}

/** newLazyPanel returns the panel that comes from origin and that `start` will start; `failed` is told when the visitor asked for it in vain. */
export const newLazyPanel = (origin: string, start: (module: PanelModule) => Panel, failed: () => void): LazyPanel => {
  let panel: Panel | undefined
  let path = ''
  let loading = false
  let retry = ''
  let asked = false
  // What a panel that is loaded later needs to know: everything since the last welcome.
  let backlog: VisitorFrame[] = []

  const load = (): void => {
    if (loading || !path) return
    loading = true
    import(/* @vite-ignore */ origin + path + retry)
      .then((module: PanelModule) => {
        panel = start(module)
        for (const frame of backlog) panel.take(frame)
        if (asked) panel.open()
      })
      .catch(
        safely(() => {
          loading = false
          // Some browsers remember that a module failed: the next try has another address.
          retry += '?'
          if (asked) failed()
        }),
      )
  }

  return {
    load,
    take(frame) {
      if (frame.type === 'welcome') {
        backlog = []
        path = frame.chat
      }
      if (panel) panel.take(frame)
      else if (!backlog[499]) backlog.push(frame)
      if (asked) load()
    },
    lost(code, stopped) {
      panel?.lost(code, stopped)
      if (!stopped) return
      // A panel that comes now shows nothing.
      backlog = []
      path = ''
      asked = false
    },
    open() {
      asked = true
      panel?.open()
      load()
      return !!path
    },
  }
}
