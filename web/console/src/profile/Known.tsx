import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { dateAndTimeOf } from '../conversation/moment'
import { countryOf, hostOf, languageOf, pathOf } from './described'
import { useZone } from './profiles'

/** Known lists what is known of the visitor and the visit; what is not known is left out. */
export function Known({ visit, firstSeen }: { visit: Schemas['Visit']; firstSeen?: number }) {
  const { t } = useTranslation('profile')
  const zone = useZone(visit.zone)
  const presence = visit.presence === 'here' && visit.sleeping ? 'sleeping' : visit.presence
  const rows: [field: string, value: string | number | false | undefined, whole?: string][] = [
    ['presence', t(presence)],
    ['zone', zone?.name],
    ['country', visit.country && countryOf(visit.country)],
    ['city', visit.city],
    ['language', visit.language && languageOf(visit.language)],
    ['browser', visit.browser],
    ['os', visit.os],
    ['device', visit.device && t(`device.${visit.device}`)],
    ['screen', visit.screen?.replace('x', ' × ')],
    ['address', visit.address],
    ['referrer', visit.referrer ? hostOf(visit.referrer) : t('direct'), visit.referrer],
    ['entry', visit.entry && pathOf(visit.entry), visit.entry],
    ['firstSeen', firstSeen && dateAndTimeOf(firstSeen)],
    ['started', dateAndTimeOf(visit.started)],
    ['visits', visit.visits],
    ['pages', visit.pages],
    ['tabs', visit.presence === 'here' && visit.tabs],
    ['refused', visit.refused && t('refusedYes')],
  ]
  return (
    <section>
      <h3 className="mb-2 font-semibold">{t('knownTitle')}</h3>
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        {rows.map(
          ([field, value, whole]) =>
            Boolean(value) && (
              <div key={field} className="contents">
                <dt className="text-muted">{t(`field.${field}`)}</dt>
                <dd className="truncate tabular-nums" title={whole}>
                  {value}
                </dd>
              </div>
            ),
        )}
      </dl>
    </section>
  )
}
