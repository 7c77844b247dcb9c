import { Popover } from '@base-ui/react/popover'
import { MessageSquareTextIcon } from 'lucide-react'
import { type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { Button } from '../ui/Button'
import { CannedForm } from './CannedForm'
import { CannedList } from './CannedList'
import { useCanned } from './canned'

/** CannedPicker is the button Canned: it lists the canned messages and hands over the text of the one that is chosen (S-16, S-17); the
 * focus then goes `into` the text box, otherwise back to the button. */
export function CannedPicker({
  onChoose,
  into,
  textOnly,
}: {
  onChoose: (canned: Schemas['Canned']) => void
  into: RefObject<HTMLTextAreaElement | null>
  /** Files can't go along where the text goes; the list says so. */
  textOnly?: boolean
}) {
  const { t } = useTranslation('canned')
  const [open, setOpen] = useState(false)
  const chosen = useRef(false)
  const choose = (canned: Schemas['Canned']) => {
    chosen.current = true
    setOpen(false)
    onChoose(canned)
  }
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        chosen.current = false
        setOpen(next)
      }}
    >
      <Popover.Trigger render={<Button icon={<MessageSquareTextIcon />} />}>{t('button')}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={8} className="z-50">
          <Popover.Popup
            aria-label={t('list')}
            finalFocus={() => (chosen.current ? into.current : true)}
            className="w-[min(360px,calc(100vw-16px))] rounded-[14px] border border-line bg-surface p-2 shadow-float outline-none"
          >
            {open && <CannedChoice onChoose={choose} textOnly={textOnly} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function CannedChoice({ onChoose, textOnly }: { onChoose: (canned: Schemas['Canned']) => void; textOnly?: boolean }) {
  const { t } = useTranslation('canned')
  const { list, failed, refetch } = useCanned()
  const [creating, setCreating] = useState(false)

  if (creating) {
    return (
      <div className="p-2">
        <CannedForm onDone={(canned) => (canned ? onChoose(canned) : setCreating(false))} />
      </div>
    )
  }
  if (!list) {
    return (
      <div role="status" className="flex flex-col items-start gap-2 p-2 text-muted">
        {failed ? t('loadFailed') : t('loading')}
        {failed && <Button onClick={refetch}>{t('again')}</Button>}
      </div>
    )
  }
  if (list.length === 0) {
    return (
      <div className="flex flex-col items-start gap-3 p-2">
        <p className="text-muted">{t('none')}</p>
        <Button kind="primary" onClick={() => setCreating(true)}>
          {t('create')}
        </Button>
      </div>
    )
  }
  return (
    <>
      <CannedList list={list} onChoose={onChoose} textOnly={textOnly} />
      <div className="mt-1 border-line border-t pt-2">
        <Button kind="quiet" onClick={() => setCreating(true)}>
          {t('create')}
        </Button>
      </div>
    </>
  )
}
