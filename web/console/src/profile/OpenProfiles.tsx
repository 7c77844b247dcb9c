import { Tabs as TabRow } from '@base-ui/react/tabs'
import { useStore } from '@nanostores/react'
import clsx from 'clsx'
import { type CSSProperties, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { Unread } from '../communication/running'
import { $mine } from '../state/live'
import { closeProfile, showProfile, useBadgeTitle, useVisitName } from './profiles'
import { liveFirst } from './strip'

type Visit = Schemas['Visit']

/** OpenProfiles is the row of tabs that leads from one open profile to the other: who is gone stands last, the one in front is in view. */
export function OpenProfiles({ visits, active }: { visits: readonly Visit[]; active: string }) {
  const { t } = useTranslation('profile')
  const mine = useStore($mine)
  const shown = liveFirst(visits, mine)
  const order = shown.map(({ id }) => id).join()
  const { row, edges } = useRow(active, order)
  return (
    <TabRow.Root
      value={active}
      onValueChange={(visit: string) => void showProfile(visit)}
      className="border-line border-b bg-background"
    >
      <TabRow.List ref={row} aria-label={t('open')} style={edges} className="flex overflow-x-auto">
        {shown.map((visit) => (
          <OpenProfile
            key={visit.id}
            visit={visit}
            unread={visit.id === active ? undefined : mine.find(({ visitor }) => visitor === visit.visitor)?.id}
          />
        ))}
      </TabRow.List>
    </TabRow.Root>
  )
}

function OpenProfile({ visit, unread }: { visit: Visit; unread?: string }) {
  const name = useVisitName(visit)
  const title = useBadgeTitle(visit)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Delete') closeProfile(visit.id)
  }
  return (
    <TabRow.Tab
      value={visit.id}
      title={name}
      aria-keyshortcuts="Delete"
      onKeyDown={onKeyDown}
      onAuxClick={(event) => event.button === 1 && closeProfile(visit.id)}
      className={clsx(
        'flex max-w-44 shrink-0 scroll-mx-8 items-center gap-1.5 border-line border-r px-3 py-2 text-muted outline-none',
        'hover:text-text focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset',
        'data-active:bg-surface data-active:font-semibold data-active:text-text',
      )}
    >
      <span dir="auto" className="min-w-0 truncate">
        {name}
        {!visit.name && title !== name && <span className="font-normal"> · {title}</span>}
      </span>
      {unread !== undefined && <Unread conversation={unread} />}
    </TabRow.Tab>
  )
}

// The row is as long as it is: the tab in front is brought into view, and a soft edge says on which side there is more.
function useRow(active: string, order: string) {
  const row = useRef<HTMLDivElement>(null)
  const [more, setMore] = useState({ before: false, after: false })
  const inView = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: wherever its tab has come to
  useLayoutEffect(() => {
    show(row.current)
    inView.current = true
  }, [active, order])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab makes it longer
  useEffect(() => {
    const box = row.current
    if (!box) return
    let size = ''
    const look = () => {
      // What has grown under it has not been scrolled.
      if (size === sizeOf(box)) inView.current = isShown(box)
      const before = box.scrollLeft > 1
      const after = box.scrollLeft + box.clientWidth < box.scrollWidth - 1
      setMore((was) => (was.before === before && was.after === after ? was : { before, after }))
    }
    // What comes to stand on the tabs makes them wider; whoever has scrolled away from the one in front stays there.
    const sizes = new ResizeObserver(() => {
      if (inView.current) show(box)
      size = sizeOf(box)
      look()
    })
    for (const one of [box, ...box.children]) sizes.observe(one)
    box.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      box.removeEventListener('scroll', look)
    }
  }, [order])
  const [left, right] = [
    more.before ? 'transparent, #000 32px' : '#000, #000',
    more.after ? '#000 calc(100% - 32px), transparent' : '#000',
  ]
  const edges: CSSProperties | undefined =
    more.before || more.after ? { maskImage: `linear-gradient(to right, ${left}, ${right})` } : undefined
  return { row, edges }
}

const FRONT = '[aria-selected=true]'

function show(row: HTMLElement | null): void {
  row?.querySelector(FRONT)?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
}

function sizeOf(row: HTMLElement): string {
  return `${row.clientWidth} ${row.scrollWidth}`
}

function isShown(row: HTMLElement): boolean {
  const [box, tab] = [row.getBoundingClientRect(), row.querySelector(FRONT)?.getBoundingClientRect()]
  return tab === undefined || (tab.left >= box.left - 1 && tab.right <= box.right + 1)
}
