import { type ReactNode, useId } from 'react'
import type { Command } from '../command/command'
import { Button } from '../ui/Button'
import { single } from '../ui/Button/single'
import { ariaKeys, Keys } from '../ui/Keys'

interface CardProps {
  icon: ReactNode
  title: string
  /** Below the title: who it is. */
  who: ReactNode
  /** At the end of the title's line. */
  aside?: ReactNode
  /** Between the head and the buttons. */
  children?: ReactNode
  /** The buttons. */
  answers: ReactNode
}

/** RingingCard is the card of what rings at this operator. */
export function RingingCard({ icon, title, who, aside, children, answers }: CardProps) {
  const id = useId()
  return (
    <section
      role="dialog"
      aria-labelledby={id}
      className="pointer-events-auto relative animate-appear rounded-dialog border border-waiting bg-surface p-4.5 shadow-float"
    >
      <span aria-hidden="true" className="pointer-events-none absolute inset-0 animate-call rounded-dialog" />
      <div className="flex items-start gap-3">
        {icon}
        <div className="min-w-0 flex-1">
          <h2 id={id} className="font-[640] text-[16px] leading-snug">
            {title}
          </h2>
          {who}
        </div>
        {aside}
      </div>
      {children}
      <div className="mt-3.5 flex flex-wrap items-center gap-2">{answers}</div>
    </section>
  )
}

interface AnswerProps {
  command: Command
  /** The command's keys are meant for this card now. */
  keys?: boolean
  kind?: 'primary' | 'quiet'
  icon?: ReactNode
  className?: string
  onClick: () => void
  children: ReactNode
}

/** AnswerButton is a button of such a card, with the keys of its command. The second half of a double click is for nothing. */
export function AnswerButton({ command, keys = true, kind, icon, className, onClick, children }: AnswerProps) {
  return (
    <Button
      kind={kind}
      icon={icon}
      className={className}
      aria-keyshortcuts={keys ? ariaKeys(command.shortcut) : undefined}
      onClick={single(onClick)}
    >
      {children}
      {keys && command.shortcut && (
        <span aria-hidden="true" className="font-normal pointer-coarse:hidden">
          <Keys keys={command.shortcut} />
        </span>
      )}
    </Button>
  )
}
