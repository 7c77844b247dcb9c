import type { Schemas } from '../../../wire/frames'
import { el } from '../dom'
import { later } from '../safely'
import type { Attaching, Attachment } from './attaching'
import { newPart, type Part } from './part'

/** Attached is a file that the server has. */
export type Attached = Schemas['File']

/** Upload is told how the way of one file to the server goes. */
export interface Upload {
  /** How much of it went, from 0 to 1. */
  progress(part: number): void
  done(file: Attached): void
  /** Why it did not get there, in words. */
  failed(why: string): void
}

/** Files takes the visitor's files to the server, and shows those of the conversation. */
export interface Files {
  /** Takes over who the visitor is and how large a file may be. */
  welcome(frame: Schemas['WelcomeFrame']): void
  /** Bytes that a file may have. */
  limit(): number
  /** Sends a file under its id, and returns what breaks it off; then nothing is told any more. */
  send(conversation: string, id: string, file: Blob, upload: Upload): () => void
  /** Returns a sent file as the conversation shows it. The same file is the same element. */
  shown(file: Attached): HTMLElement
  /** What is loaded when there is a file. */
  filing: Part<FilesPart>
}

/** FilesNeeds is what the panel lends the part. */
export interface FilesNeeds {
  root: ShadowRoot
  /** Where Beckon is. */
  origin: string
  /** Who sends and asks. */
  visitor(): { site: string; token: string }
}

/** Row is a file that is attached, as the visitor sees it. */
export interface Row {
  node: HTMLElement
  /** Shows how it stands. */
  show(one: Attachment): void
}

/** FilesPart is what is loaded when there is a file. */
export interface FilesPart extends Pick<Files, 'send' | 'shown'> {
  newRow(one: Attachment, attaching: Attaching, left: () => void): Row
}

/** FilesModule is what the part's module exports. */
export interface FilesModule {
  start(needs: FilesNeeds): FilesPart
}

// The build puts the module's name here.
declare const FILES: string

/** newFiles returns the files of this site's visitor at the server of origin. */
export const newFiles = (root: ShadowRoot, origin: string, site: string): Files => {
  let token = ''
  let most = 0
  const all = new Map<string, HTMLElement>()
  const filing = newPart(FILES, ({ start }: FilesModule) => start({ root, origin, visitor: () => ({ site, token }) }))

  return {
    filing,
    welcome(frame) {
      token = frame.token ?? token
      most = frame.maxFile
    },
    limit: () => most,
    send(conversation, id, file, upload) {
      let cancelled = false
      let stop = (): void => {
        cancelled = true
      }
      filing.when(
        ({ send }) => {
          if (!cancelled) stop = send(conversation, id, file, upload)
        },
        () => {
          if (!cancelled) upload.failed('The file did not get through')
        },
      )
      return () => stop()
    },
    shown(file) {
      const there = all.get(file.id)
      if (there) return there
      // Its name stands for it until the rest is here.
      const node = el('div', {}, file.name)
      all.set(file.id, node)
      const load = (): void =>
        filing.when(
          ({ shown }) => node.replaceChildren(shown(file)),
          () => later(load, 3e3),
        )
      load()
      return node
    },
  }
}
