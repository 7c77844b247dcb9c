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

/** Files takes the visitor's files to the server, and shows those of the conversation, and pages that are suggested. */
export interface Files {
  /** Takes over who the visitor is and how large a file may be. */
  welcome(frame: Schemas['WelcomeFrame']): void
  /** Bytes that a file may have. */
  limit(): number
  /** Sends a file under its id, and returns what breaks it off; then nothing is told any more. */
  send(conversation: string, id: string, file: Blob, upload: Upload): () => void
  /** Returns a sent file as the conversation shows it. The same file is the same element. */
  shown(file: Attached): HTMLElement
  /** Puts a page that the operator suggests into the place of its address. */
  offer(address: HTMLElement, from: string, text: string): void
  /** What is loaded when there is one of these. */
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

/** FilesPart is what is loaded when there is a file or such a page. */
export interface FilesPart extends Pick<Files, 'send' | 'shown' | 'offer'> {
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
  const filing: Part<FilesPart> = newPart(FILES, ({ start }: FilesModule) =>
    start({ root, origin, visitor: () => ({ site, token }) }),
  )

  // What stands there meanwhile says the same in fewer words.
  const soon = (then: (part: FilesPart) => void): void => filing.when(then, (pause) => later(() => soon(then), pause))

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
      const node = el('div', {}, file.name)
      all.set(file.id, node)
      soon(({ shown }) => node.replaceChildren(shown(file)))
      return node
    },
    offer: (address, from, text) => soon(({ offer }) => offer(address, from, text)),
  }
}
