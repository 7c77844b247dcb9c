import clsx from 'clsx'
import {
  type LucideIcon,
  MessageCircleIcon,
  MessageCircleOffIcon,
  MessageCircleQuestionMarkIcon,
  MessageCircleWarningIcon,
  MoonIcon,
  PauseIcon,
  PhoneForwardedIcon,
  PhoneIcon,
  RotateCcwIcon,
  SendIcon,
  StarIcon,
} from 'lucide-react'
import type { Schemas } from '../../../wire/frames'
import type { Calling } from '../call/standing'
import { shortNameOf, type Token, type TokenName, tokensOf } from './tokens'
import { type Words, wordsOfToken } from './tokenWords'

const ICONS: Record<TokenName, LucideIcon> = {
  waiting: MessageCircleQuestionMarkIcon,
  returned: MessageCircleWarningIcon,
  chat: MessageCircleIcon,
  voice: PhoneIcon,
  ringing: PhoneForwardedIcon,
  hold: PauseIcon,
  invitation: SendIcon,
  refused: MessageCircleOffIcon,
  sleeping: MoonIcon,
  first: StarIcon,
  returning: RotateCcwIcon,
}

const COLOURS: Partial<Record<TokenName, string>> = {
  waiting: 'text-waiting',
  returned: 'text-waiting',
  chat: 'text-accent',
  voice: 'text-accent',
  ringing: 'text-waiting',
  invitation: 'text-accent',
  hold: 'text-waiting',
}

interface TokensProps {
  visit: Schemas['Visit']
  t: Words
  calls: Calling | undefined
  most?: number
  bare?: boolean
}

/** Tokens are the signs on a badge. `bare` leaves operators' names away; `most` shows only those that concern a talk, so many. */
export function Tokens({ visit, t, calls, most, bare }: TokensProps) {
  const all = tokensOf(visit, calls)
  const shown = most === undefined ? all : all.filter(({ name }) => COLOURS[name] ?? name === 'refused').slice(0, most)
  if (bare && shown.length === 0) return null
  return (
    <span aria-hidden="true" className={clsx('flex min-w-0 items-center gap-1.75', !bare && 'flex-1')}>
      {shown.map((token) => (
        <Sign key={token.name} token={token} t={t} bare={bare} />
      ))}
    </span>
  )
}

function Sign({ token, t, bare }: { token: Token; t: Words; bare?: boolean }) {
  const Icon = ICONS[token.name]
  return (
    <span
      data-tip={wordsOfToken(t, token)}
      className={clsx(
        'flex items-center gap-1',
        token.operator !== undefined && !bare ? 'min-w-0' : 'shrink-0',
        COLOURS[token.name] ?? 'text-muted',
      )}
    >
      <Icon className="size-3.5 shrink-0" strokeWidth={1.75} />
      {token.operator !== undefined && !bare && (
        <span className="truncate font-semibold text-[11.5px]">{shortNameOf(token.operator) || t('colleague')}</span>
      )}
    </span>
  )
}
