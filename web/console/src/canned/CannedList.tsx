import clsx from 'clsx'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { CannedOption } from './CannedOption'
import { matching } from './search'

/** CannedList is searched by typing, walked with the arrow keys and chosen from with Enter or a click. */
export function CannedList({
  list,
  onChoose,
  textOnly,
}: {
  list: readonly Schemas['Canned'][]
  onChoose: (canned: Schemas['Canned']) => void
  textOnly?: boolean
}) {
  const { t } = useTranslation('canned')
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const found = matching(list, query)
  const active = Math.min(at, found.length - 1)

  useEffect(() => {
    input.current?.focus()
  }, [])
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && found.length > 0) {
      event.preventDefault()
      setAt((active + step + found.length) % found.length)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const canned = found[active]
      if (canned) onChoose(canned)
    }
  }

  return (
    <>
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={found.length > 0 ? id : undefined}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        aria-label={t('search')}
        placeholder={t('search')}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
        className="mb-2 h-8 w-full rounded-lg border border-line bg-transparent px-2.5 outline-none placeholder:text-muted focus:border-accent"
      />
      {found.length > 0 && (
        <div id={id} role="listbox" aria-label={t('list')} className="max-h-64 overflow-y-auto">
          {found.map((canned, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the search box's, the options are never focused
            // biome-ignore lint/a11y/useFocusableInteractive: the search box points to the active option
            <div
              key={canned.id}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === active}
              onClick={() => onChoose(canned)}
              onPointerMove={() => setAt(i)}
              className={clsx('cursor-default rounded-lg px-2.5 py-2', i === active && 'bg-soft')}
            >
              <CannedOption canned={canned} active={i === active} textOnly={textOnly} />
            </div>
          ))}
        </div>
      )}
      <p role="status" className="px-2.5 py-2 text-muted empty:hidden">
        {found.length === 0 && t('noneFound', { query })}
      </p>
    </>
  )
}
