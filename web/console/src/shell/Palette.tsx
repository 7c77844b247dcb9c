import { useStore } from '@nanostores/react'
import { Command as List } from 'cmdk'
import { SearchIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { allowed, type Command, labelOf } from '../command/command'
import { viewProfile } from '../command/visitor'
import { useVisitName } from '../profile/profiles'
import { $visits } from '../state/live'
import { Dialog } from '../ui/Dialog'
import { Flag } from '../ui/Flag'
import { Keys } from '../ui/Keys'
import { $palette, closePalette } from './openPalette'
import { matches, visitsFound } from './search'

/** Palette finds commands and visitors by a few letters, and runs them. */
export function Palette({ commands }: { commands: readonly Command[] }) {
  const { t } = useTranslation('shell')
  const open = useStore($palette)
  return (
    <Dialog
      open={open}
      title={t('palette')}
      hideTitle
      onClose={closePalette}
      className="top-[12%] w-[min(560px,calc(100vw-24px))] p-0!"
    >
      <Search commands={commands} />
    </Dialog>
  )
}

function Search({ commands }: { commands: readonly Command[] }) {
  const { t } = useTranslation(['shell', 'commands'])
  const [sought, setSought] = useState('')
  // What is offered does not change under the fingers while visitors come and go.
  const [visits] = useState(() => Object.values($visits.get()))
  const found = visitsFound(visits, sought)
  const offered = commands
    .map((command) => ({ command, label: t(`commands:${labelOf(command, undefined)}`) }))
    .filter(({ command, label }) => allowed(command, undefined) && matches(label, sought))
  const pick = (run: () => void) => () => {
    closePalette()
    run()
  }
  return (
    <List label={t('palette')} shouldFilter={false} loop>
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <SearchIcon aria-hidden="true" className="size-4 text-muted" />
        <List.Input
          value={sought}
          onValueChange={setSought}
          placeholder={t('palette')}
          className="h-12 flex-1 bg-transparent text-[14px] outline-none placeholder:text-muted"
        />
      </div>
      <List.List className="max-h-[50vh] overflow-y-auto p-1.5">
        <List.Empty className="px-3 py-6 text-center text-muted">{t('paletteNothing')}</List.Empty>
        {found.length > 0 && (
          <Group heading={t('paletteVisitors')}>
            {found.map((visit) => (
              <Line key={visit.id} value={visit.id} onSelect={pick(() => viewProfile.run(visit.id))}>
                <FoundVisit visit={visit} />
              </Line>
            ))}
          </Group>
        )}
        {offered.length > 0 && (
          <Group heading={t('paletteCommands')}>
            {offered.map(({ command, label }) => (
              <Line key={command.name} value={command.name} onSelect={pick(() => command.run())}>
                <command.icon />
                <span className="min-w-0 flex-1 truncate">{label}</span>
                {command.shortcut && <Keys keys={command.shortcut} />}
              </Line>
            ))}
          </Group>
        )}
      </List.List>
    </List>
  )
}

function FoundVisit({ visit }: { visit: Schemas['Visit'] }) {
  const name = useVisitName(visit)
  return (
    <>
      {visit.country && <Flag country={visit.country} />}
      <span className="shrink-0 font-medium">{name}</span>
      <span className="min-w-0 flex-1 truncate text-muted">{visit.title || visit.url}</span>
    </>
  )
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <List.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-[11.5px] [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </List.Group>
  )
}

function Line({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <List.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 cursor-default items-center gap-2.5 rounded-control px-2.5 outline-none data-[selected=true]:bg-soft data-[selected=true]:text-accent pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]"
    >
      {children}
    </List.Item>
  )
}
