import { Dialog as Base } from '@base-ui/react/dialog'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import { backdrop, popup } from './look'

interface Sheet {
  open: boolean
  title: string
  /** The title is read, not shown. */
  hideTitle?: boolean
  description?: string
  onClose: () => void
  className?: string
  children: ReactNode
}

/** Dialog keeps the focus until it is closed, by Escape, by the backdrop or by what is in it; then gives it back. */
export function Dialog({ open, title, hideTitle, description, onClose, className, children }: Sheet) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Popup className={clsx(popup, className ?? 'top-[20%] w-[min(430px,calc(100vw-24px))]')}>
          <Base.Title className={hideTitle ? 'sr-only' : 'font-[640] text-[16px]'}>{title}</Base.Title>
          {description && <Base.Description className="mt-0.5 mb-3 text-muted">{description}</Base.Description>}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
