import { useStore } from '@nanostores/react'
import { useLocation } from '@tanstack/react-router'
import { ChevronUpIcon, UserIcon } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePhone } from '../monitor/useView'
import { nameOf } from '../profile/described'
import { ProfilePanel } from '../profile/ProfilePanel'
import { $folded, $profiles, foldProfiles, showProfile } from '../state/profiles'
import { $defaultVisitorName } from '../state/visitorName'

const WIDTH = 'beckon.panel'
const USUAL = 408
const LEAST = 320
const STEP = 24

/** ProfileDock holds the open profiles at the right of every page, as wide as the operator likes; on a phone they fill the screen. */
export function ProfileDock() {
  const { open } = useStore($profiles)
  const [width, setWidth] = useState(kept)
  const aside = useAside()
  if (open.length === 0 || aside) return null
  const resize = (to: number) => {
    const next = Math.round(Math.min(most(), Math.max(LEAST, to)))
    setWidth(next)
    localStorage.setItem(WIDTH, String(next))
  }
  return (
    <div
      style={{ '--width': `${width}px` } as Record<string, string>}
      className="relative z-30 flex min-h-0 w-(--width) max-w-full shrink-0 animate-appear border-line border-l max-md:fixed max-md:inset-0 max-md:w-full max-md:border-0"
    >
      <Edge width={width} onResize={resize} />
      <div className="min-w-0 flex-1">
        <ProfilePanel />
      </div>
    </div>
  )
}

/** FoldedProfiles leads back to the profiles that are put aside on a phone. */
export function FoldedProfiles() {
  const { t } = useTranslation('profile')
  const { open, active } = useStore($profiles)
  const shown = open.find(({ visit }) => visit.id === active) ?? open.at(-1)
  const aside = useAside()
  useFolding()
  const name = useStore($defaultVisitorName)
  if (!shown || !aside) return null
  const who = nameOf(shown.visit, name)
  return (
    <button
      type="button"
      data-folded
      aria-label={t('show', { name: who })}
      onClick={() => void showProfile(shown.visit.id)}
      className="flex h-11 shrink-0 items-center gap-2 border-line border-t bg-soft px-4 text-left text-accent outline-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset"
    >
      <UserIcon aria-hidden="true" className="size-4 shrink-0" strokeWidth={1.75} />
      <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
        {who}
        {open.length > 1 && <span className="font-normal"> +{open.length - 1}</span>}
      </span>
      <ChevronUpIcon aria-hidden="true" className="size-4 shrink-0" strokeWidth={1.75} />
    </button>
  )
}

// Where there is room for both, nothing is put aside.
function useAside(): boolean {
  const folded = useStore($folded)
  return usePhone() && folded
}

// Whoever goes to another page wants to see it.
function useFolding(): void {
  const { pathname } = useLocation()
  const phone = usePhone()
  const [before, setBefore] = useState(pathname)
  useEffect(() => {
    if (before === pathname) return
    setBefore(pathname)
    if (phone) foldProfiles()
  }, [pathname, before, phone])
}

function Edge({ width, onResize }: { width: number; onResize: (to: number) => void }) {
  const { t } = useTranslation('shell')
  const onPointerMove = (event: PointerEvent) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onResize(window.innerWidth - event.clientX)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowLeft: width + STEP, ArrowRight: width - STEP, Home: LEAST, End: most() }[event.key]
    if (to === undefined) return
    event.preventDefault()
    onResize(to)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule can't be moved, a separator with a value can
    <div
      role="separator"
      tabIndex={0}
      title={t('resize')}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={LEAST}
      aria-valuemax={most()}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => onResize(USUAL)}
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none outline-none hover:bg-accent/25 focus-visible:bg-accent/50 max-md:hidden"
    />
  )
}

function most(): number {
  return Math.max(LEAST, Math.min(760, Math.round(window.innerWidth * 0.6)))
}

function kept(): number {
  const width = Number(localStorage.getItem(WIDTH))
  return width >= LEAST ? Math.min(width, most()) : USUAL
}
