import { useStore } from '@nanostores/react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { visitorCommands } from '../command/visitor'
import { $floor, $now } from '../state/floor'
import { $pictured } from '../state/live'
import { $session } from '../state/session'
import { ContextMenu } from '../ui/ContextMenu'
import type { MenuPart } from '../ui/Menu/entries'
import { NobodyHere } from './Empty'
import { visitAt } from './gestures'
import { Head } from './Head'
import { HoverNote } from './HoverNote'
import { forgetHover } from './hover'
import { SwitchBoard } from './SwitchBoard'
import { select } from './selection'
import { useSteady } from './steady'
import { useTravel } from './useTravel'
import { usePhone } from './useView'
import { ZoneList } from './ZoneList'
import { ZoneWindows } from './ZoneWindows'

/** MonitorScreen is the site monitor: the switch board, and the zone windows with the badges of everybody who is on the site. */
export function MonitorScreen({ me }: { me?: Schemas['Me'] }) {
  const root = useRef<HTMLDivElement>(null)
  const main = useRef<HTMLElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const phone = usePhone()
  const pictured = useStore($pictured)
  useSteady(main)
  useTravel(root, layer, useStore($floor))
  const partsFor = useBadgeMenu()
  return (
    <div ref={root} className="flex h-full min-h-0 min-w-0 flex-1">
      {!phone && pictured && <SwitchBoard />}
      <main ref={main} className="flex min-h-0 min-w-0 flex-1">
        <ContextMenu partsFor={partsFor} className="flex min-w-0 flex-1 flex-col gap-3 pt-3 max-md:gap-1 md:px-3.5 md:pb-3">
          <Floor phone={phone} me={me} />
        </ContextMenu>
        <HoverNote />
      </main>
      <div ref={layer} aria-hidden="true" inert className="pointer-events-none fixed inset-0 z-30 overflow-hidden" />
    </div>
  )
}

function Floor({ phone, me }: { phone: boolean; me?: Schemas['Me'] }) {
  const { t } = useTranslation('monitor')
  const { here } = useStore($now)
  const session = useStore($session)
  // Before the first picture nothing is known: to say “0 visitors” would be untrue.
  if (!useStore($pictured)) {
    return (
      <div className="m-auto text-center">
        <h1 className="font-[640] text-[16px]">{t('title')}</h1>
        <p role="status" className="mt-1 text-muted">
          {t('connecting')}
        </p>
      </div>
    )
  }
  return (
    <>
      <Head />
      {here === 0 && <NobodyHere me={me ?? (session.state === 'in' ? session.me : undefined)} />}
      {here > 0 && (phone ? <ZoneList /> : <ZoneWindows />)}
    </>
  )
}

/** useBadgeMenu is what can be done with the visitor whose badge an element belongs to (S-04). */
function useBadgeMenu(): (element: Element) => readonly MenuPart[] {
  const { t } = useTranslation('commands')
  return (element) => {
    const visit = visitAt(element)
    if (visit === undefined) return []
    forgetHover()
    select(visit)
    return visitorCommands
      .filter((command) => command.right?.(visit) ?? true)
      .map(({ name, label, icon: Icon, shortcut, danger, reason, run }) => ({
        name,
        label: t((typeof label === 'function' ? label(visit) : label) as 'viewProfile'),
        icon: <Icon />,
        shortcut,
        danger,
        reason: reason?.(visit),
        run: () => run(visit),
      }))
  }
}
