import { PaperclipIcon } from 'lucide-react'
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { attachFiles } from './attachable'

/** DropZone takes files that are dropped anywhere on a conversation, and shows that it would while they are dragged over it. */
export function DropZone({ conversation, off, children }: { conversation: string; off: boolean; children: ReactNode }) {
  const { t } = useTranslation('conversation')
  // Entering a child comes before leaving its parent.
  const inside = useRef(0)
  const [over, setOver] = useState(false)
  useNoMissedDrop()
  useEffect(() => {
    if (!off) return
    inside.current = 0
    setOver(false)
  }, [off])

  const enter = (event: DragEvent) => {
    if (off || !carriesFiles(event.dataTransfer)) return
    inside.current += 1
    setOver(true)
  }
  const leave = () => {
    inside.current = Math.max(0, inside.current - 1)
    if (inside.current === 0) setOver(false)
  }
  const move = (event: DragEvent) => {
    if (off || !carriesFiles(event.dataTransfer)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
  }
  const drop = (event: DragEvent) => {
    inside.current = 0
    setOver(false)
    if (off || !carriesFiles(event.dataTransfer)) return
    event.preventDefault()
    attachFiles(conversation, [...event.dataTransfer.files])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: who can't drag has the button
    <div
      className="relative flex min-h-0 flex-1 flex-col"
      onDragEnter={enter}
      onDragLeave={leave}
      onDragOver={move}
      onDrop={drop}
    >
      {children}
      {over && (
        <div className="pointer-events-none absolute inset-0 z-20 flex animate-appear flex-col items-center justify-center gap-3 bg-surface/90 p-3">
          <div className="absolute inset-3 rounded-window border-2 border-accent border-dashed bg-soft/60" />
          <PaperclipIcon aria-hidden="true" className="relative size-7 text-accent" strokeWidth={1.75} />
          <p className="relative font-[640] text-[16px]">{t('drop')}</p>
        </div>
      )}
    </div>
  )
}

function carriesFiles(data: DataTransfer): boolean {
  return data.types.includes('Files')
}

// A file that is dropped beside the conversation would take the place of the whole console.
function useNoMissedDrop(): void {
  useEffect(() => {
    const refuse = (event: globalThis.DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer || !carriesFiles(event.dataTransfer)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'none'
    }
    window.addEventListener('dragover', refuse)
    window.addEventListener('drop', refuse)
    return () => {
      window.removeEventListener('dragover', refuse)
      window.removeEventListener('drop', refuse)
    }
  }, [])
}
