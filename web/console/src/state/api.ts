import { QueryClient } from '@tanstack/react-query'
import type { Schemas } from '../../../wire/frames'
import type { paths } from '../../../wire/schema'

const ROOT = '/api/v1'
const PATIENCE = 15_000
/** LONG_PATIENCE is as long as the server waits for a file. */
const LONG_PATIENCE = 5 * 60_000

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type Filled<P> = P extends `${infer Before}{${string}}${infer After}` ? `${Before}${string}${Filled<After>}` : P
type Below<P> = P extends `/api/v1${infer Path}` ? Filled<Path> | `${Filled<Path>}?${string}` : never
/** A path that the API answers to with method M; one that it does not have is an error of the compiler. */
type PathOf<M extends Method> = { [P in keyof paths]: paths[P][M] extends object ? Below<P> : never }[keyof paths]

/** A Refusal is an answer of the API that says no, in words; status 0 means that no answer came. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: Schemas['Problem']['code'] | 'no-answer',
    detail: string,
    /** Who was first, of a conflict. */
    readonly who?: string,
    /** What is wrong with which field. */
    readonly fields?: Record<string, string>,
    /** How long to wait before trying again, in milliseconds. */
    readonly retryAfter?: number,
  ) {
    super(detail)
  }
}

/** wordsOf says an error in words for the operator. */
export function wordsOf(error: unknown): string {
  return error instanceof Refusal ? error.message : 'Something went wrong in the console. Load the page again.'
}

let signedOut: () => void = () => {}

/** whenSignedOut sets what happens when the API answers that nobody is signed in. */
export function whenSignedOut(run: () => void): void {
  signedOut = run
}

/** api carries out commands over the HTTP API; what it refuses is thrown as a Refusal. */
export const api = {
  get: <T>(path: PathOf<'get'>) => call<T>('get', path),
  post: <T = undefined>(path: PathOf<'post'>, body?: unknown) => call<T>('post', path, body),
  put: <T = undefined>(path: PathOf<'put'>, body?: unknown) => call<T>('put', path, body),
  patch: <T = undefined>(path: PathOf<'patch'>, body?: unknown) => call<T>('patch', path, body),
  delete: <T = undefined>(path: PathOf<'delete'>) => call<T>('delete', path),
}

/**
 * upload posts a form with a file and says how far it is, from 0 to 1; what is refused is thrown as a Refusal, an upload that `signal`
 * ends as an AbortError.
 */
export function upload<T>(path: string, form: FormData, onProgress: (part: number) => void, signal: AbortSignal): Promise<T> {
  // Only XMLHttpRequest tells how much has been sent.
  const request = new XMLHttpRequest()
  return new Promise<T>((done, failed) => {
    request.open('POST', ROOT + path)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => {
      if (request.status === 200) return done(parsedOf(request.responseText) as T)
      if (request.status === 401) signedOut()
      failed(refusalFor(request.status, parsedOf(request.responseText), request.getResponseHeader('Retry-After')))
    }
    request.onerror = () => failed(noAnswer())
    request.ontimeout = () => failed(noAnswer())
    request.timeout = LONG_PATIENCE
    signal.addEventListener('abort', () => {
      request.abort()
      failed(new DOMException('', 'AbortError'))
    })
    request.send(form)
  })
}

/** queries keeps what has been fetched; a `changed` frame makes it be fetched again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < 2 && (!(error instanceof Refusal) || error.status === 0 || error.status >= 500),
    },
  },
})

async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  let response: Response
  try {
    response = await fetch(ROOT + path, {
      method: method.toUpperCase(),
      credentials: 'same-origin',
      headers: body === undefined ? undefined : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    })
  } catch {
    throw noAnswer()
  }
  if (!response.ok) {
    const refusal = await refusalOf(response)
    // A wrong password is a 401 too, but says nothing about who is signed in.
    if (response.status === 401 && !path.startsWith('/session')) signedOut()
    throw refusal
  }
  if (response.status === 204) return undefined as T
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** NO_ANSWER are the words for an operator whose command came to nobody. */
export const NO_ANSWER = 'Beckon does not answer. Check your connection, then try again.'

function noAnswer(): Refusal {
  return new Refusal(0, 'no-answer', NO_ANSWER)
}

async function refusalOf(response: Response): Promise<Refusal> {
  return refusalFor(response.status, parsedOf(await response.text().catch(() => '')), response.headers.get('Retry-After'))
}

function refusalFor(status: number, problem: Partial<Schemas['Problem']>, retryAfter: string | null): Refusal {
  const wait = Number(retryAfter)
  const told = problem.fields && Object.keys(problem.fields).length > 0 ? problem.fields : undefined
  const unfit = unfitIn(problem)
  const fields = unfit ? Object.fromEntries(unfit.map((field) => [field, 'Beckon does not take this value.'])) : told
  return new Refusal(
    status,
    problem.code ?? 'internal',
    (unfit ? unfitWords(unfit) : problem.detail) || `Beckon could not do that (${status}). Try again.`,
    problem.who || undefined,
    fields,
    wait > 0 ? wait * 1000 : undefined,
  )
}

// A check of forms speaks of places in a body, to programmers. Which fields it means is all that an operator can use.
function unfitIn({ detail, fields = {} }: Partial<Schemas['Problem']>): string[] | undefined {
  const places = Object.keys(fields).filter((field) => PLACE.test(field))
  if (places.length === 0 && detail !== 'validation failed') return undefined
  return [...new Set(places.flatMap((place) => PLACE.exec(place)?.[1] ?? []))]
}

const PLACE = /^(?:body|query|path|header|cookie)\b(?:\[\d+\])*(?:\.(\w+))?/

function unfitWords(fields: readonly string[]): string {
  const names = fields.map((field) => `“${field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}”`)
  if (names.length === 0) return 'Beckon does not take what was given. Check it, then try again.'
  return `Beckon does not take the value of ${names.join(', ')}. Correct it, then try again.`
}

// A proxy before Beckon may answer with something that is no JSON.
function parsedOf(text: string): Partial<Schemas['Problem']> {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}
