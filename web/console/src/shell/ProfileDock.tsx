import { useStore } from '@nanostores/react'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProfilePanel } from '../profile/ProfilePanel'
import { $profiles } from '../state/profiles'

const WIDTH = 'beckon.panel'
const USUAL = 408
const LEAST = 320
const STEP = 24

/** ProfileDock holds the open profiles at the right of every page, as wide as the operator likes; on a phone they fill the screen. */
export function ProfileDock() {
  const { open } = useStore($profiles)
  const [width, setWidth] = useState(kept)
  if (open.length === 0) return null
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
