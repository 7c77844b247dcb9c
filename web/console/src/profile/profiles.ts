import { useStore } from '@nanostores/react'
import { useQuery } from '@tanstack/react-query'
import type { Schemas } from '../../../wire/frames'
import { conversationOf } from '../conversation/conversationOf'
import { latestOf } from '../invitation/truth'
import { api } from '../state/api'
import { $conversations, $invitations, $me, $queue, $zones } from '../state/live'
import { $profiles } from '../state/profiles'
import { $defaultVisitorName } from '../state/visitorName'
import { countryOf, nameOf, titleOf } from './described'

export { closeProfile, type ProfileTab, showProfile } from '../state/profiles'

type Visit = Schemas['Visit']

/** useProfiles are the profiles that are open, and the one in front. */
export function useProfiles() {
  return useStore($profiles)
}

/** useMe is the operator who is signed in. */
export function useMe(): string {
  return useStore($me)
}

/** useVisitName is what the visitor of a visit is called. */
export function useVisitName(visit: Visit): string {
  return nameOf(visit, useStore($defaultVisitorName))
}

/** useBadgeTitle is what stands on the badge of a visit. */
export function useBadgeTitle(visit: Visit): string {
  return titleOf(visit, countryOf, useStore($defaultVisitorName))
}

/** useZone is a zone by its id. */
export function useZone(id: string): Schemas['Zone'] | undefined {
  return useStore($zones)[id]
}

/** useConversation is the conversation with the visitor of a visit that goes on, else the one of this visit that ended last. */
export function useConversation(visit: Visit): { conversation?: Schemas['Conversation']; asking: boolean } {
  const live = Object.values(useStore($conversations))
  // One that ended before the console was opened is known to the server only.
  const { data, isPending } = useHistory(visit.visitor)
  return { conversation: conversationOf(visit, live, data?.conversations ?? []), asking: isPending }
}

/** useRequest is the chat request of the visitor of a visit, while it waits. */
export function useRequest(visit: Visit): Schemas['Request'] | undefined {
  return useStore($queue).find(({ visitor }) => visitor === visit.visitor)
}

/** useInvitation is the invitation of a visit that matters now. */
export function useInvitation(visit: Visit): Schemas['Invitation'] | undefined {
  return latestOf(Object.values(useStore($invitations)), visit.id)
}

/** useInvitationByID is an invitation, if it is known here. */
export function useInvitationByID(id: string | undefined): Schemas['Invitation'] | undefined {
  const all = useStore($invitations)
  return id === undefined ? undefined : all[id]
}

/** useVisitDetail is a visit with its page views; fetched again as pages and invitations come. */
export function useVisitDetail(visit: Visit) {
  const invitation = useInvitation(visit)
  return useQuery({
    queryKey: ['visit', visit.id, visit.pages, visit.url, visit.presence, invitation?.id, invitation?.state],
    queryFn: () => api.get<Schemas['VisitDetail']>(`/visits/${visit.id}`),
    placeholderData: (before, query) => (query?.queryKey[1] === visit.id ? before : undefined),
  })
}

/** useHistory is what was said with a visitor before. */
export function useHistory(visitor: string) {
  // What has begun or ended since then belongs to it.
  const known = Object.values(useStore($conversations)).filter((conversation) => conversation.visitor === visitor)
  return useQuery({
    queryKey: ['history', visitor, known.map(({ id, state }) => `${id} ${state}`).join()],
    queryFn: () => api.get<Schemas['VisitorHistory']>(`/visitors/${visitor}/conversations`),
    placeholderData: (before, query) => (query?.queryKey[1] === visitor ? before : undefined),
  })
}
