import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { exactTimeOf } from '../conversation/moment'
import { truthOf } from './truth'

/** TruthLine tells where an invitation stands: Sent 14:02:11 · delivered 14:02:11 · shown 14:02:12 (S-35). */
export function TruthLine({ invitation }: { invitation: Schemas['Invitation'] }) {
  const { t } = useTranslation('invitation')
  return (
    <span className="tabular-nums">
      {truthOf(invitation)
        .map(({ key, at }) => t(`state.${key}`, { time: at ? exactTimeOf(at) : '' }).trim())
        .join(' · ')}
    </span>
  )
}
