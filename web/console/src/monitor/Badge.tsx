import { useStore } from '@nanostores/react'
import clsx from 'clsx'
import { GlobeIcon } from 'lucide-react'
import { type KeyboardEvent, memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { $calling, type Calling } from '../call/standing'
import { lengthOf } from '../profile/described'
import { $pictureTime } from '../state/pictureTime'
import { $defaultVisitorName } from '../state/visitorName'
import { Flag } from '../ui/Flag'
import { badgeTitleOf, pageOf } from './described'
import { badgeHandlers } from './gestures'
import { Indicator } from './Indicator'
import { Tokens } from './Tokens'
import { Trail } from './Trail'
import { $commonParts, ownWordsOf } from './titles'
import { tokensOf } from './tokens'
import { type Words, wordsOfToken } from './tokenWords'

type Visit = Schemas['Visit']

/** BadgeProps are what a badge depends on; a badge is drawn anew only when one of them changes. */
export interface BadgeProps {
  visit: Visit
  compact: boolean
  /** The badge that Tab reaches among those of its zone. */
  current: boolean
  selected: boolean
  /** The visitor's profile is open (MON-5). */
  framed: boolean
  place: number
  of: number
  onStep: (event: KeyboardEvent<HTMLElement>, visit: string) => void
}

/** Badge is a visitor's card on the monitor: in detail, or in one line. */
export const Badge = memo(function Badge(props: BadgeProps) {
  const { visit, compact, current, selected, framed, place, of, onStep } = props
  const { t } = useTranslation('monitor')
  const nobody = useStore($defaultVisitorName)
  const calls = useCalls(visit)
  const label = labelOf(visit, framed, calls, nobody, t)
  const faded = visit.presence === 'fading'
  return (
    <li aria-setsize={of} aria-posinset={place} className="min-w-0">
      <button
        type="button"
        data-visit={visit.id}
        data-presence={visit.presence}
        data-sleeping={visit.sleeping || undefined}
        data-framed={framed || undefined}
        data-selected={selected || undefined}
        tabIndex={current ? 0 : -1}
        aria-label={label}
        aria-haspopup="menu"
        {...badgeHandlers}
        onKeyDown={(event) => onStep(event, visit.id)}
        className={clsx(
          'group/badge relative w-full scroll-my-2.5 select-none overflow-hidden text-left outline-none [contain:content] [-webkit-touch-callout:none]',
          'focus-visible:outline-2 focus-visible:outline-accent focus-visible:outline-offset-1',
          compact ? 'h-full rounded-[7px] px-1.5' : 'h-full rounded-[9px] border px-2.5 pt-2 hover:border-edge',
          !compact && (framed ? 'border-accent ring-1 ring-accent ring-inset' : selected ? 'border-accent/55' : 'border-line'),
          compact && framed && 'ring-2 ring-accent ring-inset',
          selected ? 'bg-soft' : compact ? 'hover:bg-sunk' : visit.sleeping ? 'bg-sunk' : 'bg-surface',
          faded && 'border-dashed',
          (faded || visit.sleeping) && '[&_.fade]:opacity-40',
        )}
      >
        {compact ? (
          <Line visit={visit} calls={calls} nobody={nobody} t={t} />
        ) : (
          <Detail visit={visit} calls={calls} nobody={nobody} t={t} />
        )}
      </button>
    </li>
  )
})

interface Inside {
  visit: Visit
  calls: Calling | undefined
  nobody: string
  t: Words
}

// The chat marker says text or voice (BDG-1).
function useCalls({ conversation }: Visit): Calling | undefined {
  const calling = useStore($calling)
  return conversation && calling.get(conversation.id)
}

function Detail({ visit, calls, nobody, t }: Inside) {
  const pale = visit.sleeping || visit.presence === 'fading'
  return (
    <>
      <span className="flex items-center gap-2">
        <Country visit={visit} />
        <span dir="auto" className={clsx('min-w-0 flex-1 truncate text-left font-semibold', pale && 'text-muted')}>
          {badgeTitleOf(visit, nobody)}
        </span>
        <TimeOnPage visit={visit} />
      </span>
      <span dir="auto" className="block truncate pl-7.5 text-left text-[12px] text-muted leading-[17px]">
        <PageTitle visit={visit} />
      </span>
      <span className="flex h-5 items-center gap-2 pl-7.5">
        <Tokens visit={visit} calls={calls} t={t} />
        <Indicator pages={visit.pages} t={t} />
      </span>
      <Trail trail={visit.trail} zone={visit.zone} />
    </>
  )
}

// What all titles of the site have in common is no news on a badge; its name for assistive technology has the whole title.
function PageTitle({ visit }: { visit: Visit }) {
  const { before, own, after } = ownWordsOf(pageOf(visit), useStore($commonParts)[visit.site])
  return (
    <>
      {before && <Unseen>{before}</Unseen>}
      {own}
      {after && <Unseen>{after}</Unseen>}
    </>
  )
}

// With a direction of its own it has no say in that of the words that are seen.
function Unseen({ children }: { children: string }) {
  return (
    <span dir="ltr" className="hidden">
      {children}
    </span>
  )
}

function Line({ visit, calls, nobody, t }: Inside) {
  const pale = visit.sleeping || visit.presence === 'fading'
  return (
    <span className="flex h-full items-center gap-1.5">
      <Country visit={visit} small />
      <span dir="auto" className={clsx('min-w-0 flex-1 truncate text-left', pale ? 'text-muted' : 'font-medium')}>
        {badgeTitleOf(visit, nobody)}
      </span>
      <Tokens visit={visit} calls={calls} t={t} most={1} bare />
      <TimeOnPage visit={visit} />
    </span>
  )
}

function Country({ visit, small }: { visit: Visit; small?: boolean }) {
  const size = small ? 'h-3! w-4.5!' : 'h-3.75! w-5.5!'
  return (
    <span aria-hidden="true" className="fade flex shrink-0">
      {visit.country ? (
        <Flag country={visit.country} className={clsx(size, 'rounded-[3px]')} />
      ) : (
        <span className={clsx(size, 'flex items-center justify-center text-muted')}>
          <GlobeIcon className={small ? 'size-3' : 'size-3.75'} strokeWidth={1.75} />
        </span>
      )}
    </span>
  )
}

// Written by hand: hundreds of badges count seconds, and React need not know.
function TimeOnPage({ visit }: { visit: Visit }) {
  const element = useRef<HTMLSpanElement>(null)
  const { pageSince } = visit
  useEffect(
    () =>
      $pictureTime.listen((now) => {
        if (element.current) element.current.textContent = lengthOf(now - pageSince)
      }),
    [pageSince],
  )
  return (
    <span ref={element} aria-hidden="true" className="shrink-0 text-[11.5px] text-muted tabular-nums">
      {lengthOf($pictureTime.get() - pageSince)}
    </span>
  )
}

function labelOf(visit: Visit, framed: boolean, calls: Calling | undefined, nobody: string, t: Words): string {
  const words = tokensOf(visit, calls).map((token) => wordsOfToken(t, token))
  if (visit.presence === 'fading') words.push(t('leaving'))
  if (framed) words.push(t('framed'))
  return [badgeTitleOf(visit, nobody), pageOf(visit), ...words].join(', ')
}
