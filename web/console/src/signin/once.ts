import { atom } from 'nanostores'
import { wordsOf } from '../state/api'
import { askSession, signInOnce } from '../state/session'

/** $linkProblem is why the one-time link that led here signed nobody in. */
export const $linkProblem = atom<string | undefined>(undefined)

/** enter finds out who is signed in, by the one-time link if it led here, now or while the console is open. */
export function enter(): void {
  // A link that is pasted where the console is open already does not load it anew.
  window.addEventListener('hashchange', () => void tryToken(takeToken()))
  const token = takeToken()
  void (token === undefined ? askSession() : tryToken(token))
}

async function tryToken(token: string | undefined): Promise<void> {
  if (token === undefined) return
  try {
    await signInOnce(token)
    $linkProblem.set(undefined)
  } catch (error) {
    $linkProblem.set(wordsOf(error))
    await askSession()
  }
}

/** takeToken takes the token of a one-time link out of the address, so that neither the history nor a copied address keeps it. */
export function takeToken(): string | undefined {
  const { hash, pathname, search } = location
  if (!hash.startsWith('#once=')) return undefined
  history.replaceState(history.state, '', pathname + search)
  return hash.slice('#once='.length)
}
