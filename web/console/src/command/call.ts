import { MicIcon, PhoneIcon, PhoneOffIcon } from 'lucide-react'
import { acceptCall, endCall } from '../call/calling'
import { $carried, mute } from '../call/calls'
import { $ringingCall } from '../call/ringing'
import { $myCalls, type OpenCall, ringsHere } from '../call/standing'
import { $window } from '../call/window'
import { $ringing } from '../request/ringing'
import type { Command } from './command'
import { chord } from './request'

// The keys that answer a chat request answer a call too, when no request rings.
function answering(name: string, label: string, icon: Command['icon'], letter: string, run: (call: OpenCall) => void): Command {
  return {
    name,
    label,
    icon,
    ...chord(letter),
    right: () => $ringingCall.get() !== undefined && $ringing.get() === undefined,
    run: () => {
      const ringing = $ringingCall.get()
      if (ringing) run(ringing)
    },
  }
}

/** ringingCall are the answers to a visitor's call that rings. */
export const ringingCall = {
  accept: answering('accept-call', 'acceptCall', PhoneIcon, 'A', (call) => void acceptCall(call)),
  decline: answering('decline-call', 'declineCall', PhoneOffIcon, 'X', (call) => endCall(call)),
} as const

/** muteCall closes the operator's microphone in the call that is at his ear, or opens it. */
export const muteCall: Command = {
  name: 'mute',
  label: () => (atEar()?.muted ? 'unmute' : 'mute'),
  icon: MicIcon,
  ...chord('S'),
  right: () => atEar() !== undefined,
  run: () => {
    const one = atEar()
    if (one) mute(one.id, !one.muted)
  },
}

/** hangUp ends the call that is at this operator's ear, or takes back the one that he offers. */
export const hangUp: Command = {
  name: 'hang-up',
  label: 'hangUp',
  icon: PhoneOffIcon,
  ...chord('O'),
  right: () => mine() !== undefined,
  run: () => {
    const one = mine()
    if (one) endCall(one)
  },
}

/** callCommands are what can be done with a call from anywhere. */
export const callCommands: readonly Command[] = [ringingCall.accept, ringingCall.decline, muteCall, hangUp]

// Of several only one is not on hold.
function mine(): OpenCall | undefined {
  return $myCalls.get().find((one) => !one.hold && !ringsHere(one) && one.call.window === $window.get())
}

function atEar(): { id: string; muted: boolean } | undefined {
  const one = mine()
  const carried = one && $carried.get()[one.id]
  return one && carried ? { id: one.id, muted: carried.muted } : undefined
}
