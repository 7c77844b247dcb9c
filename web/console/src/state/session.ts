import { atom } from 'nanostores'
import type { Schemas } from '../../../wire/frames'
import { api, queries, Refusal, whenSignedOut } from './api'

type Me = Schemas['Me']

/** Session is whether somebody is signed in: not asked yet, nobody, somebody, or no answer. */
export type Session =
  | { state: 'unknown' }
  | { state: 'out'; expired: boolean }
  | { state: 'in'; me: Me }
  | { state: 'unreachable' }

/** $session is whether somebody is signed in on this console. */
export const $session = atom<Session>({ state: 'unknown' })

/** askSession finds out who is signed in. */
export async function askSession(): Promise<void> {
  try {
    begin(await api.get<Me>('/session'))
  } catch (error) {
    $session.set(error instanceof Refusal && error.status === 401 ? { state: 'out', expired: false } : { state: 'unreachable' })
  }
}

/** signIn signs in by login and password. */
export async function signIn(login: string, password: string): Promise<void> {
  begin((await api.post<Me | undefined>('/session', { login, password })) ?? (await api.get<Me>('/session')))
}

/** signInOnce signs in by a one-time link's token. */
export async function signInOnce(token: string): Promise<void> {
  begin((await api.post<Me | undefined>('/session/once', { token })) ?? (await api.get<Me>('/session')))
}

/** signOut ends the session here and on the server; without an answer it ends here, and the words say so. */
export async function signOut(): Promise<void> {
  await api.delete('/session')
  end(false)
}

/** refreshMe asks anew who is signed in and what still needs doing. */
export async function refreshMe(): Promise<void> {
  begin(await api.get<Me>('/session'))
}

/** sessionExpired makes the console ask to sign in again; the page that was open comes back after that. */
export function sessionExpired(): void {
  if ($session.get().state === 'in') end(true)
}

/** operatorChanged keeps the record of the operator who is signed in as it stands now. What only the operator himself is told stays. */
export function operatorChanged(operator: Schemas['Operator']): void {
  const session = $session.get()
  if (session.state === 'in' && session.me.operator.id === operator.id) {
    const { hasPassword, email } = session.me.operator
    const now = { ...operator, hasPassword: operator.hasPassword || hasPassword, email: operator.email ?? email }
    $session.set({ state: 'in', me: { ...session.me, operator: now } })
  }
}

function begin(me: Me): void {
  $session.set({ state: 'in', me })
}

function end(expired: boolean): void {
  queries.clear()
  $session.set({ state: 'out', expired })
}

whenSignedOut(sessionExpired)
