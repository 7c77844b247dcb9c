import type { VisitorFrame } from '../../../wire/frames'
import { say } from '../dom'
import type { Conversation, Port } from '../port'
import { newPart } from './part'
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
  let screen: HTMLElement | undefined

  const part = newPart(VOICE, ({ start }: VoiceModule) => {
    const voice = start(needs)
    if (screen) voice.appear(screen)
    return voice
  })

  return {
    take(frame) {
      const { conversation } = frame as { conversation?: Conversation }
      const possible = conversation?.state === 'open' && (conversation.call || !conversation.noVoice)
      if (part.here || possible || needs.session.phone) part.when((voice) => voice.take(frame))
    },
    appear(now) {
      screen = now
      part.here?.appear(now)
    },
    offer: (choice, hint, chosen) =>
      part.when(
        (voice) => voice.offer(choice, hint, chosen),
        () => say(hint, 'Voice chat could not be loaded.'),
      ),
    dial: () => part.when((voice) => voice.dial()),
  }
}
