import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { exactTimeOf } from '../conversation/moment'
import { truthOf } from './truth'

/** TruthLine tells where an invitation stands (S-35): Sent 14:02:11 · delivered 14:02:11 · shown 14:02:12; `inLine` is for where words stand before it. */
export function TruthLine({ invitation, inLine }: { invitation: Schemas['Invitation']; inLine?: boolean }) {
  const { t } = useTranslation('invitation')
  const words = truthOf(invitation)
    .map(({ key, at }) => t(`state.${key}`, { time: at ? exactTimeOf(at) : '' }).trim())
    .join(' · ')
  return <span className="tabular-nums">{inLine ? words : words.charAt(0).toUpperCase() + words.slice(1)}</span>
}
