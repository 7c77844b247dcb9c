// What the loader and the chat panel know of each other. The panel shares the loader's socket and its shadow root.
import type { Schemas, VisitorFrame, VisitorSends } from '../../wire/frames'

/** Invitation is an invitation as the visitor meets it. */
export type Invitation = Schemas['VisitorInvitation']

/** Conversation is where a conversation stands, as the visitor sees it. */
export type Conversation = Schemas['VisitorConversation']

/** Message is one committed line of a conversation. */
export type Message = Schemas['VisitorMessage']

/** ResumePoint says up to which message of a conversation this page has everything. */
export type ResumePoint = Schemas['ResumePoint']

/** Keep says where a visitor's identity and unsent texts may be kept. */
export type Keep = Schemas['WelcomeFrame']['keep']

/** Port is what the loader lends the chat panel. */
export interface Port {
  /** Shadow root that holds the card and the panel. */
  readonly root: ShadowRoot
  /** Beginning of every name in the browser's storage. */
  readonly name: string
  /** Where texts may be kept, as the last welcome said. */
  keep(): Keep
  /** Sends a frame; false when there is no line, and then nothing was sent. */
  send(frame: VisitorSends): boolean
  /** Names the resume point of the next hello. */
  resume(point: ResumePoint | undefined): void
  /** Shows the invitation's card again, with the focus on its button, or hides it; it stays unanswered either way. */
  card(shown: boolean): void
}

/** Panel is what the loader tells the chat panel. */
export interface Panel {
  /** A frame came; a panel that starts late gets every frame since the last welcome. */
  take(frame: VisitorFrame): void
  /** The line was lost, with this close code; for good when `stopped`. */
  lost(code: number, stopped: boolean): void
  /** **Start Chat** was pressed on the card, the site's button, or an element of the page's own: what it opens depends on what came. */
  open(): void
}

/** PanelModule is what the chat panel's module exports. */
export interface PanelModule {
  start(port: Port): Panel
}
