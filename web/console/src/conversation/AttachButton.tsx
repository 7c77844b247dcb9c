import { PaperclipIcon } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../ui/IconButton'
import { attachFiles } from './attachable'

/** AttachButton lets the operator choose files that go with the next message (CHT-1). */
export function AttachButton({ conversation }: { conversation: string }) {
  const { t } = useTranslation('conversation')
  const chooser = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton label={t('attach')} icon={<PaperclipIcon />} onClick={() => chooser.current?.click()} />
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          attachFiles(conversation, [...(currentTarget.files ?? [])])
          currentTarget.value = '' // the same file may be chosen again
        }}
      />
    </>
  )
}
