import clsx from 'clsx'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { CannedOption } from './CannedOption'
import type { Shortcuts } from './useShortcuts'

/** ShortcutList shows what / or # has opened over a text box; it stands in a box that is `relative`. */
export function ShortcutList({ shortcuts, below }: { shortcuts: Shortcuts; below?: boolean }) {
  const { t } = useTranslation('canned')
  const { found, active, id } = shortcuts
  useEffect(() => {
    if (found.length > 0) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active, found.length])
  return (
    <>
      {found.length > 0 && (
        <div
          id={id}
          role="listbox"
          aria-label={t('list')}
          className={clsx(
            'absolute inset-x-0 z-20 max-h-56 overflow-y-auto rounded-window border border-line bg-surface p-1.5 shadow-float',
            below ? 'top-full mt-1' : 'bottom-full mb-1',
          )}
        >
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
              <CannedOption canned={canned} active={i === active} />
            </div>
          ))}
        </div>
      )}
      <p role="status" className="sr-only">
        {found.length > 0 && t('offered', { count: found.length })}
      </p>
    </>
  )
}
