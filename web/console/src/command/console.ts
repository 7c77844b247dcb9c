import {
  CircleHelpIcon,
  HeadsetIcon,
  InboxIcon,
  LayoutGridIcon,
  LogOutIcon,
  MessagesSquareIcon,
  MonitorIcon,
  MoonIcon,
  RadioIcon,
  Rows3Icon,
  SettingsIcon,
  SunIcon,
  SunMoonIcon,
} from 'lucide-react'
import type { Schemas } from '../../../wire/frames'
import { text } from '../i18n'
import { api, wordsOf } from '../state/api'
import { setDensity, setTheme } from '../state/appearance'
import { $session, operatorChanged } from '../state/session'
import { $windows, toggleAllWindows, toggleSleeping } from '../state/windows'
import { toast } from '../ui/Toast/toasts'
import { callCommands } from './call'
import { type Command, plain } from './command'
import { incoming, next } from './request'
import { askBeforeSignOut } from './signOut'

/** Go is how commands lead to another page. */
export type Go = (to: '/' | '/communication' | '/messages' | '/conversations' | '/settings' | '/help') => void

/** liveHelp switches this operator's Live Help (COM-1); the switch moves at once and goes back, with words, when that fails. */
export const liveHelp: Command = {
  name: 'live-help',
  label: () => (available() ? 'liveHelpOff' : 'liveHelpOn'),
  icon: RadioIcon,
  run: () => void switchLiveHelp(!available()),
}

/** sleepingVisitors hides or shows sleeping visitors (MON-4). */
export const sleepingVisitors: Command = {
  name: 'sleeping',
  label: () => ($windows.get().hideSleeping ? 'showSleeping' : 'hideSleeping'),
  icon: MoonIcon,
  shortcut: 'Z',
  keys: (event) => event.key.toLowerCase() === 'z' && plain(event) && !event.shiftKey,
  run: toggleSleeping,
}

/** allZones opens the windows of all zones, or closes them. */
export const allZones: Command = { name: 'all-zones', label: 'allZones', icon: LayoutGridIcon, run: toggleAllWindows }

/** signOut ends this session; with open chats it asks first. */
export const signOut: Command = { name: 'sign-out', label: 'signOut', icon: LogOutIcon, run: askBeforeSignOut }

/** consoleCommands are what an operator can do from anywhere, in the order of the palette. */
export function consoleCommands(go: Go): readonly Command[] {
  return [
    { name: 'monitor', label: 'monitor', icon: MonitorIcon, run: () => go('/') },
    { name: 'communication', label: 'communication', icon: HeadsetIcon, run: () => go('/communication') },
    { name: 'conversations', label: 'conversations', icon: MessagesSquareIcon, run: () => go('/conversations') },
    { name: 'messages', label: 'messages', icon: InboxIcon, run: () => go('/messages') },
    { name: 'settings', label: 'settings', icon: SettingsIcon, run: () => go('/settings') },
    { name: 'help', label: 'help', icon: CircleHelpIcon, run: () => go('/help') },
    incoming.accept,
    incoming.queue,
    incoming.decline,
    ...callCommands,
    next,
    liveHelp,
    sleepingVisitors,
    allZones,
    { name: 'theme-system', label: 'themeSystem', icon: SunMoonIcon, run: () => setTheme('system') },
    { name: 'theme-light', label: 'themeLight', icon: SunIcon, run: () => setTheme('light') },
    { name: 'theme-dark', label: 'themeDark', icon: MoonIcon, run: () => setTheme('dark') },
    { name: 'density-comfortable', label: 'densityComfortable', icon: Rows3Icon, run: () => setDensity('comfortable') },
    { name: 'density-dense', label: 'densityDense', icon: Rows3Icon, run: () => setDensity('dense') },
    signOut,
  ]
}

function available(): boolean {
  const session = $session.get()
  return session.state === 'in' && session.me.operator.liveHelp
}

async function switchLiveHelp(to: boolean): Promise<void> {
  const session = $session.get()
  if (session.state !== 'in') return
  const { operator } = session.me
  operatorChanged({ ...operator, liveHelp: to })
  try {
    const stored = await api.put<Schemas['Operator'] | undefined>('/operators/me/live-help', { available: to })
    if (stored?.id === operator.id) operatorChanged(stored)
  } catch (error) {
    operatorChanged({ ...operator, liveHelp: !to })
    toast(text('commands:liveHelpFailed', { detail: wordsOf(error) }), { tone: 'bad' })
  }
}
