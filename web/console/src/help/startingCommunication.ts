/** Where a step is done: in the operator's console or on the visitor's page. */
export type Place = 'console' | 'page'

/** What a step does: `press` the named control, open its menu, double-click it, write into it, or only look at it. */
export type Doing = 'press' | 'open-menu' | 'double-click' | 'write' | 'look'

/** A Control as assistive technology and the end-to-end test find it; the visitor's badge has the visitor's own name. */
export interface Control {
  role: 'button' | 'menuitem' | 'tab' | 'textbox' | 'dialog' | 'radio' | 'badge'
  name: string
}

/** A Step of a help page. The end-to-end test runs each by `doing` and `control`, checks `shows`, and takes `picture`. */
export interface Step {
  id: string
  place: Place
  doing: Doing
  control: Control
  /** What is there after the step. */
  shows: Control
  /** Number of the picture taken after the step: /console/help/starting-communication-N.png. */
  picture?: number
}

/** BADGE is the name that stands for the visitor's badge in a control. */
export const BADGE = 'the visitor’s badge'

const badge: Control = { role: 'badge', name: BADGE }
const control = (role: Control['role'], name: string): Control => ({ role, name })

/** STARTING_COMMUNICATION is the road from the badge to the talk, step by step. */
export const STARTING_COMMUNICATION: readonly Step[] = [
  {
    id: 'menu',
    place: 'console',
    doing: 'open-menu',
    control: badge,
    shows: control('menuitem', 'Engage in communication'),
    picture: 1,
  },
  {
    id: 'engage',
    place: 'console',
    doing: 'press',
    control: control('menuitem', 'Engage in communication'),
    shows: control('dialog', 'Invite'),
    picture: 2,
  },
  {
    id: 'send',
    place: 'console',
    doing: 'press',
    control: control('button', 'Send'),
    shows: control('tab', 'Live Communication'),
  },
  {
    id: 'invitation',
    place: 'page',
    doing: 'look',
    control: control('dialog', 'Chat request from'),
    shows: control('button', 'Start Chat'),
    picture: 3,
  },
  {
    id: 'start-chat',
    place: 'page',
    doing: 'press',
    control: control('button', 'Start Chat'),
    shows: control('dialog', 'Open chat with operator'),
    picture: 4,
  },
  {
    id: 'start',
    place: 'page',
    doing: 'press',
    control: control('button', 'Start'),
    shows: control('textbox', 'Message'),
  },
  {
    id: 'write',
    place: 'console',
    doing: 'write',
    control: control('textbox', 'Message'),
    shows: control('button', 'Hold'),
    picture: 5,
  },
  {
    id: 'hold',
    place: 'console',
    doing: 'press',
    control: control('button', 'Hold'),
    shows: control('button', 'Resume'),
    picture: 6,
  },
  {
    id: 'resume',
    place: 'console',
    doing: 'press',
    control: control('button', 'Resume'),
    shows: control('button', 'Hold'),
  },
]

/** OTHER_WAY opens the same message dialog from the visitor's profile. */
export const OTHER_WAY: readonly Step[] = [
  { id: 'profile', place: 'console', doing: 'double-click', control: badge, shows: control('tab', 'Live Communication') },
  {
    id: 'tab',
    place: 'console',
    doing: 'press',
    control: control('tab', 'Live Communication'),
    shows: control('button', 'Start communication'),
  },
  {
    id: 'start-communication',
    place: 'console',
    doing: 'press',
    control: control('button', 'Start communication'),
    shows: control('dialog', 'Invite'),
  },
]
