import { AlertDialog } from '@base-ui/react/alert-dialog'
import { Button } from '../Button'
import { backdrop, popup } from '../Dialog/look'

interface Question {
  open: boolean
  title: string
  text: string
  confirm: string
  cancel: string
  /** What is confirmed ends or deletes something. */
  danger?: boolean
  onAnswer: (yes: boolean) => void
}

/** Confirm asks before something that can't be undone. Escape and the backdrop answer no. */
export function Confirm({ open, title, text, confirm, cancel, danger, onAnswer }: Question) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onAnswer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdrop} />
        <AlertDialog.Popup className={`${popup} top-[28%] w-[min(360px,calc(100vw-24px))]`}>
          <AlertDialog.Title className="font-[640] text-[16px]">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1 text-muted">{text}</AlertDialog.Description>
          <div className="mt-4 flex justify-end gap-2">
            <Button kind="quiet" onClick={() => onAnswer(false)}>
              {cancel}
            </Button>
            <Button kind={danger ? 'danger' : 'primary'} onClick={() => onAnswer(true)}>
              {confirm}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
