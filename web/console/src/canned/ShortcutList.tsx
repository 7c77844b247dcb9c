import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { CannedOption } from './CannedOption'
import type { Shortcuts } from './useShortcuts'

const FLOAT = 'absolute inset-x-0 z-20 rounded-window border border-line bg-surface shadow-float'

/** ShortcutList shows what / or # has opened over a text box; it stands in a box that is `relative`. */
export function ShortcutList({ shortcuts, below, textOnly }: { shortcuts: Shortcuts; below?: boolean; textOnly?: boolean }) {
  const { t } = useTranslation('canned')
  const { found, none, active, id } = shortcuts
  const side = below ? 'top-full mt-1' : 'bottom-full mb-1'
  useEffect(() => {
    if (found.length > 0) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active, found.length])
  return (
    <>
      {found.length > 0 && (
        <div id={id} role="listbox" aria-label={t('list')} className={clsx(FLOAT, 'max-h-56 overflow-y-auto p-1.5', side)}>
          {found.map((canned, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the text box's, the options are never focused
            // biome-ignore lint/a11y/useFocusableInteractive: the text box points to the active option
            <div
              key={canned.id}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === active}
              // The text box keeps the focus and its cursor.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => shortcuts.choose(canned)}
              onPointerMove={() => shortcuts.setActive(i)}
              className={clsx('cursor-default rounded-lg px-2.5 py-1.5', i === active && 'bg-soft')}
            >
              <CannedOption canned={canned} active={i === active} textOnly={textOnly} />
            </div>
          ))}
        </div>
      )}
      {none && (
        // The text box keeps the focus, so that the link is still there when it is clicked.
        // biome-ignore lint/a11y/noStaticElementInteractions: keys are the text box's
        <div className={clsx(FLOAT, 'px-3 py-2 text-muted', side)} onMouseDown={(event) => event.preventDefault()}>
          {t('noneHere')}{' '}
          <Link to="/settings/$page" params={{ page: 'canned' }} className="text-accent underline">
            {t('where')}
          </Link>
        </div>
      )}
      <p role="status" className="sr-only">
        {none && `${t('noneHere')} ${t('where')}`}
        {found.length > 0 && t('offered', { count: found.length })}
      </p>
    </>
  )
}
