import { useStore } from '@nanostores/react'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { hostOf, lengthOf, ordinalOf, pathOf } from '../profile/described'
import { $visits } from '../state/live'
import { $pictureTime } from '../state/pictureTime'
import { $defaultVisitorName } from '../state/visitorName'
import { badgeTitleOf, pageOf, placeNameOf } from './described'
import { $hover, forgetHover, type Hover, keepHover, leaveHover, standing } from './hover'
import { beside } from './placing'

type Visit = Schemas['Visit']

/** HoverNote is the card of a badge, or the words of a sign on it, beside what the pointer rests on or what has the focus. */
export function HoverNote() {
  const hover = useStore($hover)
  useEffect(() => {
    if (!hover) return
    const dismiss = (event: KeyboardEvent) => event.key === 'Escape' && forgetHover()
    window.addEventListener('keydown', dismiss, true)
    window.addEventListener('scroll', forgetHover, true)
    const rest = whileStanding(hover.element)
    return () => {
      rest()
      window.removeEventListener('keydown', dismiss, true)
      window.removeEventListener('scroll', forgetHover, true)
    }
  }, [hover])
  if (!hover) return null
  return hover.kind === 'tip' ? <Tip hover={hover} /> : <Card hover={hover} />
}

// What is said stands beside its badge: when that moves, or goes to another zone, it is over.
function whileStanding(element: Element): () => void {
  const stands = standing(element)
  const look = () => {
    if (stands()) frame = requestAnimationFrame(look)
    else forgetHover()
  }
  let frame = requestAnimationFrame(look)
  return () => cancelAnimationFrame(frame)
}

function Tip({ hover }: { hover: Hover & { kind: 'tip' } }) {
  return (
    <Floating
      at={hover.element}
      className="pointer-events-none rounded-md bg-text px-2 py-1 text-[11.5px] text-background shadow-float"
    >
      {hover.text}
    </Floating>
  )
}

function Card({ hover }: { hover: Hover & { kind: 'card' } }) {
  const visit = useStore($visits)[hover.visit]
  if (!visit) return null
  return (
    <Floating
      at={hover.element}
      className="w-72 animate-appear rounded-[12px] border border-line bg-surface p-3.5 shadow-float"
      onPointerEnter={keepHover}
      onPointerLeave={leaveHover}
      onPointerDown={forgetHover}
    >
      <VisitCard visit={visit} />
    </Floating>
  )
}

function VisitCard({ visit }: { visit: Visit }) {
  const { t } = useTranslation('monitor')
  const now = useStore($pictureTime)
  const device = [visit.browser, visit.os].filter(Boolean).join(' · ')
  const visits = visit.visits > 1 ? t('card.nth', { ordinal: ordinalOf(visit.visits) }) : t('card.first')
  return (
    <>
      <p dir="auto" className="truncate text-left font-semibold">
        {badgeTitleOf(visit, useStore($defaultVisitorName))}
      </p>
      <p className="mb-2 line-clamp-2 text-muted wrap-anywhere">{pageOf(visit)}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
        <Fact name={t('card.entry')}>{visit.entry && pathOf(visit.entry)}</Fact>
        <Fact name={t('card.referrer')}>{visit.referrer ? hostOf(visit.referrer) : t('card.direct')}</Fact>
        <Fact name={t('card.visits')}>{visits}</Fact>
        <Fact name={t('card.pages')}>{visit.pages}</Fact>
        <Fact name={t('card.duration')}>{lengthOf(now - visit.started)}</Fact>
        <Fact name={t('card.where')}>{placeNameOf(visit)}</Fact>
        <Fact name={t('card.with')}>{device}</Fact>
      </dl>
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="truncate tabular-nums">{children}</dd>
    </>
  )
}

function Floating(props: {
  at: Element
  className: string
  onPointerEnter?: () => void
  onPointerLeave?: () => void
  onPointerDown?: () => void
  children: ReactNode
}) {
  const element = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<{ left: number; top: number }>()
  useLayoutEffect(() => {
    const box = element.current
    if (!box) return
    // Beside the monitor stands the profile, which nothing covers.
    const view = (props.at.closest('main') ?? document.documentElement).getBoundingClientRect()
    setPlace(beside(props.at.getBoundingClientRect(), { width: box.offsetWidth, height: box.offsetHeight }, view))
  }, [props.at])
  return (
    <div
      ref={element}
      role="tooltip"
      onPointerEnter={props.onPointerEnter}
      onPointerLeave={props.onPointerLeave}
      onPointerDown={props.onPointerDown}
      style={{ left: place?.left ?? 0, top: place?.top ?? 0, visibility: place ? undefined : 'hidden' }}
      className={`fixed z-20 ${props.className}`}
    >
      {props.children}
    </div>
  )
}
