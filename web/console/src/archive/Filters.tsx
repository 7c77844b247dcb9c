import { useStore } from '@nanostores/react'
import { SearchIcon, SlidersHorizontalIcon } from 'lucide-react'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTags } from '../conversation/Tags'
import { $operators, $sites } from '../state/live'
import { Button } from '../ui/Button'
import { type Filter, RATINGS } from './filter'

const control =
  'h-8 min-w-0 rounded-control border border-edge/55 bg-surface px-2 outline-none focus:border-accent focus:ring-3 focus:ring-soft pointer-coarse:h-10'

/** Filters narrow the archive; `onChange` gets what is changed, undefined for what does not narrow any more. */
export function Filters(props: { filter: Filter; narrowed: boolean; onChange: (change: Filter) => void; onClear: () => void }) {
  const { t } = useTranslation('archive')
  const { filter, onChange } = props
  const operators = Object.values(useStore($operators))
  const sites = Object.values(useStore($sites))
  const tags = useTags()
  const [shown, setShown] = useState(false)
  const more = useId()
  const wrong = useId()
  const backwards = filter.from !== undefined && filter.to !== undefined && filter.from > filter.to
  const set = (key: keyof Filter) => (value: string) => onChange({ [key]: value || undefined })
  // On a phone the filters stand behind a button.
  return (
    <search className="flex flex-col gap-2 border-line border-b p-3 sm:px-4">
      <div className="flex gap-2">
        <Words value={filter.q ?? ''} onChange={set('q')} />
        <Button
          className="sm:hidden"
          aria-expanded={shown}
          aria-controls={more}
          aria-label={t('filters')}
          icon={<SlidersHorizontalIcon />}
          onClick={() => setShown(!shown)}
        />
      </div>
      <div id={more} className={shown ? 'grid grid-cols-2 gap-2' : 'flex flex-wrap gap-2 max-sm:hidden'}>
        <Choice label={t('operator')} value={filter.operator} onChange={set('operator')} any={t('anyOperator')}>
          {operators.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name || one.login}
            </option>
          ))}
        </Choice>
        <Choice label={t('state')} value={filter.state} onChange={set('state')} any={t('anyState')}>
          <option value="open">{t('open')}</option>
          <option value="ended">{t('ended')}</option>
        </Choice>
        <Choice label={t('rating')} value={filter.rating} onChange={set('rating')} any={t('anyRating')}>
          {RATINGS.map((rating) => (
            <option key={rating} value={rating}>
              {t(`ratings.${rating}`)}
            </option>
          ))}
        </Choice>
        <Choice label={t('tag')} value={filter.tag} onChange={set('tag')} any={t('anyTag')}>
          {[...new Set([...tags, ...(filter.tag ? [filter.tag] : [])])].map((tag) => (
            <option key={tag}>{tag}</option>
          ))}
        </Choice>
        {(sites.length > 1 || filter.site) && (
          <Choice label={t('site')} value={filter.site} onChange={set('site')} any={t('anySite')}>
            {sites.map((site) => (
              <option key={site.id} value={site.id}>
                {site.name}
              </option>
            ))}
          </Choice>
        )}
        <Day label={t('from')} value={filter.from} wrong={backwards ? wrong : undefined} onChange={set('from')} />
        <Day label={t('to')} value={filter.to} wrong={backwards ? wrong : undefined} onChange={set('to')} />
        {props.narrowed && (
          <Button kind="quiet" onClick={props.onClear}>
            {t('clear')}
          </Button>
        )}
      </div>
      <p id={wrong} role="status" className="text-bad empty:hidden">
        {backwards && t('backwards')}
      </p>
    </search>
  )
}

/** PAUSE is how long after the last key the words are looked for, in milliseconds. */
const PAUSE = 250

function Words({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation('archive')
  const [text, setText] = useState(value)
  // Back and forward in the browser change the address under the box.
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), PAUSE)
    return () => clearTimeout(timer)
  })
  return (
    <form
      className="relative flex-1"
      onSubmit={(event) => {
        event.preventDefault()
        onChange(text)
      }}
    >
      <SearchIcon aria-hidden="true" className="absolute top-2 left-2.5 size-4 text-muted pointer-coarse:top-3" />
      <input
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className={`${control} w-full pl-8!`}
      />
    </form>
  )
}

function Choice(props: {
  label: string
  value: string | undefined
  any: string
  onChange: (value: string) => void
  children: ReactNode
}) {
  return (
    <select
      aria-label={props.label}
      value={props.value ?? ''}
      onChange={(event) => props.onChange(event.target.value)}
      className={`${control} sm:max-w-44 ${props.value ? 'border-accent!' : ''}`}
    >
      <option value="">{props.any}</option>
      {props.children}
    </select>
  )
}

function Day(props: { label: string; value?: string; wrong?: string; onChange: (value: string) => void }) {
  const { label, value, wrong } = props
  return (
    <label className="flex items-center gap-1.5 text-muted">
      {label}
      <input
        type="date"
        value={value ?? ''}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong}
        onChange={(event) => props.onChange(event.target.value)}
        className={`${control} flex-1 text-text aria-invalid:border-bad! ${value ? 'border-accent!' : ''}`}
      />
    </label>
  )
}
