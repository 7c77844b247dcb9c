// Files of a chat, on their way to the server and as the conversation shows them, and pages that are suggested. Most chats have none.
import type { FilesNeeds, FilesPart } from '../chat/files'
import { styled } from '../styled'
import css from './files.css?inline'
import { offer } from './offered'
import { newRow } from './row'
import { shown } from './shown'
import { upload } from './upload'

/** start returns the files of this page. */
export const start = (needs: FilesNeeds): FilesPart => {
  styled(needs.root, css)
  // What the visitor has attached himself need not come back to be shown.
  const own = new Map<string, Blob>()

  const bytes = async (id: string): Promise<Blob> => {
    const here = own.get(id)
    if (here) return here
    const body = new URLSearchParams({ ...needs.visitor(), id })
    const answer = await fetch(`${needs.origin}/v1/file/bytes`, { method: 'POST', body })
    if (!answer.ok) throw new Error('no file')
    return answer.blob()
  }

  return {
    newRow,
    offer,
    shown: (file) => shown(file, bytes),
    send: (conversation, id, file, told) =>
      upload(needs, conversation, id, file, {
        ...told,
        done(attached) {
          own.set(id, file)
          told.done(attached)
        },
      }),
  }
}
