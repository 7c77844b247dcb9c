import clsx from 'clsx'
import { PaperclipIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'

interface Props {
  canned: Schemas['Canned']
  active: boolean
  /** Its files stay behind where it is put. */
  textOnly?: boolean
}

/** CannedOption shows a canned message in a list to choose from. */
export function CannedOption({ canned, active, textOnly }: Props) {
  const { t } = useTranslation('canned')
  const files = canned.files?.length ?? 0
  return (
    <>
      <p className="flex items-baseline gap-2">
        <span className="min-w-0 truncate font-medium">{canned.title}</span>
        {files > 0 && (
          <span className="flex shrink-0 items-center gap-0.5 self-center text-[11.5px] text-muted">
            <PaperclipIcon aria-hidden="true" className="size-3.5" />
            {textOnly ? (
              t('filesLeft', { count: files })
            ) : (
              <>
                <span className="sr-only">{t('files', { count: files })}</span>
                <span aria-hidden="true">{files}</span>
              </>
            )}
          </span>
        )}
        {canned.shortcut && <span className="ml-auto shrink-0 text-[11.5px] text-muted">/{canned.shortcut}</span>}
      </p>
      <p className={clsx('line-clamp-2 wrap-anywhere', active ? 'text-text' : 'text-muted')}>{canned.text}</p>
    </>
  )
}
