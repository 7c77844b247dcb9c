import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../ui/Field'
import { ADD, choicesOf } from './recipients'
import type { Replying } from './useReplying'

/** Recipient chooses whom a reply goes to: one of the visitor's addresses, all of them, or one that is added. */
export function Recipient({ addresses, replying }: { addresses: readonly string[]; replying: Replying }) {
  const { t } = useTranslation('offline')
  const id = useId()
  return (
    <>
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="font-medium">
          {t('to')}
        </label>
        <select
          id={id}
          value={replying.choice}
          onChange={(event) => replying.choose(event.target.value)}
          className="h-8 min-w-0 flex-1 rounded-control border border-edge/55 bg-surface px-2 outline-none focus:border-accent focus:ring-3 focus:ring-soft pointer-coarse:h-10"
        >
          {choicesOf(addresses).map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </div>
      {replying.choice === ADD && (
        <TextField
          ref={replying.newBox}
          label={t('newAddress')}
          type="email"
          autoComplete="off"
          maxLength={254}
          value={replying.typed}
          onChange={replying.type}
          error={replying.wrong ? t('noAddress') : undefined}
        />
      )}
    </>
  )
}
