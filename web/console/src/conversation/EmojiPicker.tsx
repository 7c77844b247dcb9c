import { Popover } from '@base-ui/react/popover'
import { SmileIcon } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ACROSS, EMOJI } from '../../../emoji'
import { IconButton } from '../ui/IconButton'

/** EmojiPicker offers emoji (CHT-1), by pointer or arrow keys; the focus then goes `into` the text box, otherwise back to the button. */
export function EmojiPicker(props: { onChoose: (emoji: string) => void; into: RefObject<HTMLTextAreaElement | null> }) {
  const { t } = useTranslation('conversation')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const chosen = useRef(false)

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const side = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const to = {
      ArrowRight: at + side,
      ArrowLeft: at - side,
      ArrowDown: at + ACROSS,
      ArrowUp: at - ACROSS,
      Home: 0,
      End: EMOJI.length - 1,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const next = event.currentTarget.querySelectorAll('button')[to]
    if (!next) return
    setAt(to)
    next.focus()
  }

  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        chosen.current = false
        setOpen(next)
      }}
    >
      <Popover.Trigger render={<IconButton label={t('emoji')} icon={<SmileIcon />} />} />
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={8} className="z-50">
          <Popover.Popup
            aria-label={t('emoji')}
            finalFocus={() => (chosen.current ? props.into.current : true)}
            onKeyDown={onKeyDown}
            className="grid grid-cols-8 rounded-[14px] border border-line bg-surface p-2 shadow-float outline-none"
          >
            {EMOJI.map((one, i) => (
              <button
                key={one}
                type="button"
                tabIndex={i === at ? 0 : -1}
                onClick={() => {
                  chosen.current = true
                  setAt(i)
                  setOpen(false)
                  props.onChoose(one)
                }}
                className="flex size-8 items-center justify-center rounded-control text-[18px] leading-none outline-none hover:bg-sunk focus-visible:ring-2 focus-visible:ring-accent pointer-coarse:size-10"
              >
                {one}
              </button>
            ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
