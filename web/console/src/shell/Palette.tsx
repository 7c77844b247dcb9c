import { useStore } from '@nanostores/react'
import clsx from 'clsx'
import { SearchIcon } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { allowed, type Command, labelOf } from '../command/command'
import { viewProfile } from '../command/visitor'
import { useBadgeTitle } from '../profile/profiles'
import { $visits } from '../state/live'
import { Dialog } from '../ui/Dialog'
import { Flag } from '../ui/Flag'
import { Keys } from '../ui/Keys'
import { $palette, closePalette } from './openPalette'
import { matches, visitsFound } from './search'

/** Offer is a line of the palette. */
interface Offer {
  id: string
  show: ReactNode
  run: () => void
}

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
  const { t } = useTranslation('shell')
  const [sought, setSought] = useState('')
  const visitors = useVisitorOffers(sought)
  const orders = useCommandOffers(commands, sought)
  const offers = [...visitors, ...orders]
  const [chosen, setChosen] = useState<string>()
  const at = Math.max(
    0,
    offers.findIndex(({ id }) => id === chosen),
  )
  const current = offers[at]
  const base = useId()
  const run = (offer: Offer | undefined) => {
    if (!offer) return
    closePalette()
    offer.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') run(current)
    else if (event.key === 'ArrowDown') setChosen(offers[(at + 1) % offers.length]?.id)
    else if (event.key === 'ArrowUp') setChosen(offers.at(at - 1)?.id)
    else return
    event.preventDefault()
  }
  const group = (heading: string, list: readonly Offer[]) =>
    list.length > 0 && (
      <Group heading={heading}>
        {list.map((offer) => (
          <Line key={offer.id} id={`${base}${offer.id}`} chosen={offer === current} onRun={() => run(offer)}>
            {offer.show}
          </Line>
        ))}
      </Group>
    )
  return (
    <>
      <SoughtField
        value={sought}
        list={`${base}list`}
        line={current && `${base}${current.id}`}
        onKeyDown={onKeyDown}
        onChange={(text) => {
          setSought(text)
          setChosen(undefined)
        }}
      />
      <div id={`${base}list`} role="listbox" aria-label={t('palette')} className="max-h-[50vh] overflow-y-auto p-1.5">
        {group(t('paletteVisitors'), visitors)}
        {group(t('paletteCommands'), orders)}
      </div>
      <p role="status" className="px-4 pt-4 pb-6 text-center text-muted empty:hidden">
        {offers.length === 0 && t('paletteNothing')}
      </p>
    </>
  )
}

function SoughtField(props: {
  value: string
  list: string
  line: string | undefined
  onKeyDown: (event: KeyboardEvent) => void
  onChange: (text: string) => void
}) {
  const { t } = useTranslation('shell')
  return (
    <div className="flex items-center gap-2.5 border-line border-b px-4">
      <SearchIcon aria-hidden="true" className="size-4 text-muted" />
      <input
        type="text"
        role="combobox"
        aria-label={t('palette')}
        aria-expanded="true"
        aria-controls={props.list}
        aria-activedescendant={props.line}
        autoComplete="off"
        spellCheck={false}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        onKeyDown={props.onKeyDown}
        placeholder={t('palette')}
        className="h-12 min-w-0 flex-1 bg-transparent text-[14px] outline-none placeholder:text-muted"
      />
    </div>
  )
}

function useVisitorOffers(sought: string): Offer[] {
  // What is offered does not change under the fingers while visitors come and go.
  const [visits] = useState(() => Object.values($visits.get()))
  return visitsFound(visits, sought).map((visit) => ({
    id: visit.id,
    show: <FoundVisit visit={visit} />,
    run: () => viewProfile.run(visit.id),
  }))
}

function useCommandOffers(commands: readonly Command[], sought: string): Offer[] {
  const { t } = useTranslation('commands')
  return commands
    .filter((command) => allowed(command, undefined))
    .map((command) => ({ command, label: t(labelOf(command, undefined)) }))
    .filter(({ label }) => matches(label, sought))
    .map(({ command, label }) => ({
      id: command.name,
      show: (
        <>
          <command.icon />
          <span className="min-w-0 flex-1 truncate">{label}</span>
          {command.shortcut && <Keys keys={command.shortcut} />}
        </>
      ),
      run: () => command.run(),
    }))
}

function FoundVisit({ visit }: { visit: Schemas['Visit'] }) {
  const name = useBadgeTitle(visit)
  return (
    <>
      {visit.country && <Flag country={visit.country} />}
      <span className="shrink-0 font-medium">{name}</span>
      <span className="min-w-0 flex-1 truncate text-muted">{visit.title || visit.url}</span>
    </>
  )
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't stand in a listbox
    <div role="group" aria-labelledby={id}>
      <div id={id} className="px-2.5 py-1.5 text-[11.5px] text-muted">
        {heading}
      </div>
      {children}
    </div>
  )
}

function Line(props: { id: string; chosen: boolean; onRun: () => void; children: ReactNode }) {
  const line = useRef<HTMLDivElement>(null)
  const { chosen } = props
  useEffect(() => {
    if (chosen) line.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus and names the line
    <div
      ref={line}
      id={props.id}
      role="option"
      aria-selected={chosen}
      onClick={props.onRun}
      className={clsx(
        'flex min-h-9 items-center gap-2.5 rounded-control px-2.5 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]',
        chosen ? 'bg-soft text-accent' : 'hover:bg-sunk',
      )}
    >
      {props.children}
    </div>
  )
}
