import { BookmarkPlusIcon, EllipsisIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CannedForm } from '../canned/CannedForm'
import { Dialog } from '../ui/Dialog'
import { IconButton } from '../ui/IconButton'
import { Menu } from '../ui/Menu'
import { toast } from '../ui/Toast/toasts'
import type { Entry } from './entries'

/** MessageMenu is what can be done with a message of the operator's: Save as canned message (CAN-1). */
export function MessageMenu({ entry }: { entry: Entry }) {
  const { t } = useTranslation('canned')
  const { t: c } = useTranslation('conversation')
  // Undefined until it is opened for the first time: a long talk has hundreds of these.
  const [saving, setSaving] = useState<boolean>()
  if (entry.side !== 'operator' || entry.unsent || entry.page || entry.text === '') return null
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton
            label={c('menu')}
            icon={<EllipsisIcon />}
            className="self-center opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 data-popup-open:opacity-100 pointer-coarse:opacity-100"
          />
        }
        parts={[{ name: 'save', label: t('saveAs'), icon: <BookmarkPlusIcon />, run: () => setSaving(true) }]}
      />
      {saving !== undefined && (
        <Dialog open={saving} title={t('saveAs')} description={t('saveAsHint')} onClose={() => setSaving(false)}>
          <CannedForm
            text={entry.text}
            onDone={(canned) => {
              setSaving(false)
              if (canned) toast(t('saved'))
            }}
          />
        </Dialog>
      )}
    </>
  )
}
