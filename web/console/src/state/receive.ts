import type { ConsoleFrame, Schemas } from '../../../wire/frames'
import { announceConversation, announceMessage, announceVisitors } from '../alert/alert'
import { receiveSignal } from '../call/calls'
import {
  conversationsPictured,
  receiveConversation,
  receiveMessage,
  receiveSites,
  receiveTyping,
} from '../conversation/conversations'
import { receiveNote } from '../conversation/notes'
import { requestChanged } from '../request/ringing'
import { api, queries } from './api'
import { setClock } from './clock'
import { $floor, floorAfter, floorOf } from './floor'
import {
  $closed,
  $conversations,
  $pictured,
  $visits,
  $zones,
  takeConversation,
  takeInvitation,
  takeOperator,
  takePicture,
  takeRequest,
  takeSites,
  takeVisits,
  takeZones,
} from './live'
import { isMonitor } from './place'
import { followProfiles, reopenProfiles } from './profiles'
import { operatorChanged } from './session'

type Visit = Schemas['Visit']

const moving = new Set<(before: readonly Visit[], after: readonly Visit[]) => void>()

/** beforeVisitsChange calls `see` with the visits that are about to change, while the floor still shows them as they were; the returned function ends that. */
export function beforeVisitsChange(see: (before: readonly Visit[], after: readonly Visit[]) => void): () => void {
  moving.add(see)
  return () => moving.delete(see)
}

/** receive takes in a frame from the server. A frame of a type not known here changes nothing. */
export function receive(frame: ConsoleFrame): void {
  switch (frame.type) {
    case 'picture':
      receivePicture(frame)
      break
    case 'visits':
      receiveVisits(frame)
      break
    case 'invitation':
      takeInvitation(frame.invitation)
      break
    case 'conversation': {
      const begins = takeConversation(frame.conversation)
      receiveConversation(frame.conversation)
      if (begins) announceConversation(frame.conversation)
      break
    }
    case 'request':
      requestChanged(takeRequest(frame.request), frame.request)
      break
    case 'message':
      raiseLastSeq(frame.message)
      receiveMessage(frame.message)
      announceMessage(frame.message)
      break
    case 'typing':
      receiveTyping(frame)
      break
    case 'note':
      receiveNote(frame.note)
      break
    case 'operator':
      takeOperator(frame.operator)
      operatorChanged(frame.operator)
      break
    case 'hours':
      $closed.set(frame.closed)
      break
    case 'changed':
      receiveChanged(frame)
      break
    case 'signal':
      receiveSignal(frame)
      break
    case 'ping':
      break
    default:
      frame satisfies never
  }
}

function receivePicture(picture: Schemas['PictureFrame']): void {
  setClock(picture.at)
  const first = !$pictured.get()
  const { anew, begun, lost } = takePicture(picture)
  $floor.set(floorOf(picture.visits, picture.zones))
  followProfiles()
  conversationsPictured(picture.conversations, anew)
  for (const conversation of begun) {
    receiveConversation(conversation)
    announceConversation(conversation)
  }
  for (const { id } of lost) void learnEnd(id)
  const me = picture.operators.find(({ id }) => id === picture.me)
  if (me) operatorChanged(me)
  if (first) void reopenProfiles(picture.me, !isMonitor(location.pathname))
}

function receiveVisits(frame: Schemas['VisitsFrame']): void {
  setClock(frame.at)
  const known = $visits.get()
  const touched = [...frame.changed.map(({ id }) => id), ...frame.gone]
  const before = [...new Set(touched)].flatMap((id) => known[id] ?? [])
  for (const see of moving) see(before, frame.changed)
  const come = frame.changed.filter(({ id, presence }) => known[id] === undefined && presence === 'here')
  takeVisits(frame)
  for (const talk of frame.talks ?? []) {
    takeConversation(talk)
    receiveConversation(talk)
  }
  announceVisitors(come.length)
  if (touched.length === 0) return
  const after = frame.changed.filter(({ id }) => !frame.gone.includes(id))
  $floor.set(floorAfter($floor.get(), Object.values($zones.get()), before, after))
  followProfiles()
}

function receiveChanged(frame: Schemas['ChangedFrame']): void {
  if (frame.sites) {
    takeSites(frame.sites)
    receiveSites(frame.sites)
  }
  if (frame.zones) {
    takeZones(frame.zones)
    $floor.set(floorOf(Object.values($visits.get()), frame.zones))
  }
  void queries.invalidateQueries({ queryKey: [frame.what] })
  // A profile shows how the off-line messages of its visitor stand.
  if (frame.what === 'offline') void queries.invalidateQueries({ queryKey: ['history'] })
}

// How a conversation ended while the line was down; without an answer the next picture asks again.
async function learnEnd(id: string): Promise<void> {
  const conversation = await api.get<Schemas['Conversation']>(`/conversations/${id}`).catch(() => undefined)
  if (conversation && $conversations.get()[id] === undefined) takeConversation(conversation)
}

// A message may come before the frame that says how far its conversation goes.
function raiseLastSeq(message: Schemas['Message']): void {
  const conversation = $conversations.get()[message.conversation]
  if (conversation && message.seq > conversation.lastSeq) takeConversation({ ...conversation, lastSeq: message.seq })
}
