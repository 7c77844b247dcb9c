import { DownloadIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../shell/useMe'
import { Button } from '../ui/Button'
import { download } from '../ui/download'
import { Menu } from '../ui/Menu'
import { type ExportForm, exportAddress } from './archive'
import type { Filter } from './filter'

/** Export gives an administrator the list, or what was said, as a file; others may not take data out. */
export function Export({ filter }: { filter: Filter }) {
  const { t } = useTranslation('archive')
  const me = useMe()
  if (!me?.operator.administrator) return null
  const save = (form: ExportForm) => () => download(exportAddress(filter, form))
  return (
    <Menu
      align="end"
      trigger={<Button icon={<DownloadIcon />}>{t('export')}</Button>}
      parts={[
        { name: 'csv', label: t('exportCSV'), run: save('csv') },
        { name: 'json', label: t('exportJSON'), run: save('json') },
        'separator',
        { name: 'jsonl', label: t('exportMessages'), run: save('jsonl') },
      ]}
    />
  )
}
