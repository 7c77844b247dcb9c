import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { isCount, NumberSetting } from './NumberSetting'
import { RadioChoice } from './RadioChoice'

type Place = Schemas['Site']['button']

const MOST = { x: 400, y: 400, z: 2147483647 } as const
const LEAST = { x: 0, y: 0, z: 1 } as const
const NUMBERS = ['x', 'y', 'z'] as const

/** isPlace says whether a button's place may be saved. */
export const isPlace = (place: Place): boolean => NUMBERS.every((field) => isCount(place[field], MOST[field], LEAST[field]))

/** ButtonPlace edits where a site's button stands on its pages (COM-2), and shows it. */
export function ButtonPlace(props: { place: Place; disabled?: boolean; refused?: string; onChange: (place: Place) => void }) {
  const { place, disabled, refused } = props
  const { t } = useTranslation('settings')
  const set = (change: Partial<Place>) => props.onChange({ ...place, ...change })
  const named = { x: 'buttonX', y: 'buttonY', z: 'buttonZ' } as const
  return (
    <div className="grid gap-x-8 gap-y-5 sm:grid-cols-[1fr_auto]">
      <div className="flex flex-col gap-5">
        <div className="flex flex-col gap-2">
          <RadioChoice
            label={t('ops.corner')}
            value={place.corner}
            disabled={disabled}
            choices={(['start', 'end'] as const).map((value) => ({ value, label: t(`ops.corners.${value}`) }))}
            onChange={(corner) => set({ corner })}
          />
          <p className="text-muted">{t('ops.cornersHint')}</p>
        </div>
        {NUMBERS.map((field) => (
          <NumberSetting
            key={field}
            label={t(`ops.${named[field]}`)}
            hint={t(`ops.${named[field]}Hint`)}
            value={place[field]}
            least={LEAST[field]}
            most={MOST[field]}
            disabled={disabled}
            onChange={(value) => set({ [field]: value })}
          />
        ))}
        {refused && <p className="text-bad">{refused}</p>}
      </div>
      <Preview {...place} />
    </div>
  )
}

// A page of 1,200 by 750, a fifth as large.
const WIDTH = 240
const HEIGHT = 150
const SCALE = 5

const within = (value: number, most: number): number => (Number.isNaN(value) ? 0 : Math.min(Math.max(value, 0), most))

function Preview({ corner, x, y }: Place) {
  const { t } = useTranslation('settings')
  const [across, up] = [within(x, MOST.x), within(y, MOST.y)]
  const label = t('ops.buttonPreview', { corner: t(`ops.corners.${corner}`).toLowerCase(), x: across, y: up })
  const [width, height] = [180 / SCALE, 44 / SCALE]
  const left = corner === 'start' ? across / SCALE : WIDTH - width - across / SCALE
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="w-60 max-w-full self-start rounded-lg border border-line bg-sunk"
    >
      <rect x="16" y="14" width="72" height="8" rx="2" className="fill-edge/40" />
      {[38, 50, 62].map((line) => (
        <rect key={line} x="16" y={line} width="208" height="5" rx="2" className="fill-edge/20" />
      ))}
      {[16, 88, 160].map((card) => (
        <rect key={card} x={card} y="80" width="64" height="48" rx="4" className="fill-edge/20" />
      ))}
      <rect x={left} y={HEIGHT - height - up / SCALE} width={width} height={height} rx="2.5" className="fill-accent" />
    </svg>
  )
}
