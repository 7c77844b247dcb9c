import { leftOut, MOST_FILES, sizeOf } from '../../../file'
import { newID } from '../id'
import { decode, encode } from '../json'
import { attempt } from '../safely'
import type { Attached, Files } from './files'
import type { Session } from './session'

/** Attachment is a file that is to go with the next message. */
export interface Attachment {
  id: string
  name: string
  size: number
  state: 'waiting' | 'sending' | 'ready' | 'failed'
  /** How much of it went, from 0 to 1. */
  part: number
  /** Why it failed, in words. */
  why: string
  /** What is sent; a page that came later doesn't have it. */
  file?: File
  /** As the server has it. */
  attached?: Attached
}

/** Attaching is what is attached to the next message and not yet sent with one. */
export interface Attaching {
  /** Has another told of every change. */
  tell(listener: () => void): void
  list(): readonly Attachment[]
  /** Attaches files; says in words which it did not take and why. */
  add(files: File[]): string
  /** Takes back what the server has already. */
  put(files: readonly Attached[]): void
  /** Breaks off or removes one. */
  remove(id: string): void
  retry(id: string): void
  /** Nothing new goes while the conversation is on hold. */
  hold(on: boolean): void
  /** Why a message can't go yet; empty: it can. */
  waits(): string
  /** Gives what is ready, to go with a message: nothing is attached then. */
  take(): Attached[]
}

const tooMany = `A message has at most ${MOST_FILES} files.`
const cut = 'It was cut off when you left the page. Attach it again.'

/** move attaches to another what was attached to a message that is not left after all, as far as this page has it. */
export const move = (from: Attaching, to: Attaching): void => {
  for (const { id, file } of from.list())
    if (file) {
      from.remove(id)
      to.add([file])
    }
}

/**
 * newAttaching returns what is attached in a conversation, or to a message that is left where none is named; what an earlier page of the
 * tab had attached is there. `changed` is called at every change.
 */
export const newAttaching = (
  files: Pick<Files, 'limit' | 'send'>,
  conversation: string,
  session: Session,
  changed = (): void => {},
): Attaching => {
  const where = conversation ? 'files' : 'leftFiles'
  const kept = attempt(() => decode(session[where]) as { conversation: string; list: Attachment[] })
  let list: Attachment[] = kept?.conversation === conversation ? kept.list : []
  for (const one of list)
    if (!one.attached) {
      one.state = 'failed'
      one.why ||= cut
    }
  let held = false
  let underway: { one: Attachment; stop(): void } | undefined

  const go = (): void => {
    const one = held || underway ? undefined : list.find(({ state }) => state === 'waiting')
    if (one?.file) {
      one.state = 'sending'
      const end = (how: Partial<Attachment>): void => {
        Object.assign(one, how)
        underway = undefined
        go()
      }
      underway = {
        one,
        stop: files.send(conversation, one.id, one.file, {
          progress(part) {
            one.part = part
            changed()
          },
          done: (attached) => end({ state: 'ready', attached }),
          failed: (why) => end({ state: 'failed', why }),
        }),
      }
    }
    // What failed says so on the next page too; the bytes are gone by then.
    const known = list.map(({ id, name, size, state, attached }) => ({ id, name, size, state, attached, part: 0, why: '' }))
    session[where] = known.length ? encode({ conversation, list: known }) : ''
    changed()
  }

  return {
    tell(listener) {
      changed = listener
    },
    list: () => list,
    add(found) {
      const wrong: string[] = []
      const out: string[] = []
      for (const file of found) {
        const { name, size } = file
        if (size > files.limit()) wrong.push(`${name} is too large: a file has at most ${sizeOf(files.limit())}.`)
        else if (!size) wrong.push(`${name} is empty.`)
        else if (list.length < MOST_FILES) list = [...list, { id: newID(), name, size, state: 'waiting', part: 0, why: '', file }]
        else out.push(name)
      }
      if (out.length) wrong.push(tooMany, leftOut(out))
      go()
      return wrong.join(' ')
    },
    put(back) {
      const again = back.map((attached): Attachment => ({ ...attached, state: 'ready', part: 1, why: '', attached }))
      list = [...list, ...again]
      go()
    },
    remove(id) {
      if (underway?.one.id === id) {
        underway.stop()
        underway = undefined
      }
      list = list.filter((one) => one.id !== id)
      go()
    },
    retry(id) {
      for (const one of list) if (one.id === id && one.file) Object.assign(one, { state: 'waiting', part: 0, why: '' })
      go()
    },
    hold(on) {
      if (held === on) return
      held = on
      go()
    },
    waits() {
      if (list.some(({ state }) => state === 'failed')) return 'A file did not get through: try it again or remove it.'
      if (list.length > MOST_FILES) return tooMany
      return list.every(({ attached }) => attached) ? '' : 'The message can go when its files are there.'
    },
    take() {
      const ready = list.flatMap(({ attached }) => attached ?? [])
      list = []
      go()
      return ready
    },
  }
}
