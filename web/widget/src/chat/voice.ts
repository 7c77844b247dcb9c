import type { VisitorFrame } from '../../../wire/frames'
import { say } from '../dom'
import type { Conversation, Port } from '../port'
import { safely } from '../safely'
import type { Session } from './session'

// Both sides of the module know these names: the build shortens none of them.

/** VoiceNeeds is what the panel lends its voice part. */
export interface VoiceNeeds {
  port: Port
  session: Session
  /** Where Beckon is. */
  origin: string
  /** A call rings. */
  bell(): void
  /** Opens the panel, with the keyboard where it is. */
  open(): void
}

/** Voice is calls in the panel. The call itself runs in a window of its own. */
export interface Voice {
  /** A frame came. */
  take(frame: VisitorFrame): void
  /** This screen of the panel is shown. */
  appear(screen: HTMLElement): void
  /** Makes **Voice chat** choosable, chosen when `chosen`, or says in `hint` why it is not. */
  offer(choice: HTMLInputElement, hint: HTMLElement, chosen: boolean): void
  /** The visitor wants to talk by voice: opens the call window. To be called in his click. */
  dial(): void
}

/** VoiceModule is what the voice part's module exports. */
export interface VoiceModule {
  start(needs: VoiceNeeds): Voice
}

// The build puts the module's name here.
declare const VOICE: string

/** newVoice returns calls whose code is loaded when a call may concern the visitor. */
export const newVoice = (needs: VoiceNeeds): Voice => {
  let here: Voice | undefined
  let loading: Promise<void> | undefined
  let screen: HTMLElement | undefined
  let retry = ''

  const load = async (): Promise<void> => {
    const module: VoiceModule = await import(/* @vite-ignore */ `./${VOICE}${retry}`)
    here = module.start(needs)
  }
  const when = (f: (voice: Voice) => void, failed?: () => void): void => {
    if (here) {
      f(here)
      return
    }
    loading ??= load()
    loading.then(
      safely(() => {
        f(here as Voice)
        if (screen) here?.appear(screen)
      }),
      () => {
        loading = undefined
        // Some browsers remember that a module failed.
        retry += '?'
        failed?.()
      },
    )
  }

  return {
    take(frame) {
      const { conversation } = frame as { conversation?: Conversation }
      const possible = conversation?.state === 'open' && (conversation.call || !conversation.noVoice)
      if (here || possible || needs.session.phone) when((voice) => voice.take(frame))
    },
    appear(now) {
      screen = now
      here?.appear(now)
    },
    offer: (choice, hint, chosen) =>
      when(
        (voice) => voice.offer(choice, hint, chosen),
        () => say(hint, 'Voice chat could not be loaded.'),
      ),
    dial: () => when((voice) => voice.dial()),
  }
}
