import { HandIcon, PhoneIcon } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { useNoVoice } from '../call/voice'
import { Button } from '../ui/Button'
import { openMessageDialog } from './openMessageDialog'
import { hindranceKey, hindranceOf } from './truth'

/** StartButtons are the two ways to begin a talk (S-03, S-32, S-33); one that is impossible says why. */
export function StartButtons({ visit, name, me }: { visit: Schemas['Visit']; name: string; me: string }) {
  const { t } = useTranslation('invitation')
  const reason = useId()
  const voiceReason = useId()
  const hindrance = hindranceOf(visit, me)
  const who = hindrance && 'who' in hindrance ? hindrance.who : undefined
  const noVoice = useNoVoice()
  const words = hindrance && t(hindrance.why === 'left' ? 'gone' : hindranceKey(hindrance), { who, name })
  return (
    <div className="flex flex-col items-center gap-2">
      <div className="flex flex-wrap justify-center gap-2">
        <Button
          icon={<HandIcon />}
          aria-disabled={hindrance ? true : undefined}
          aria-describedby={hindrance ? reason : undefined}
          onClick={() => !hindrance && openMessageDialog(visit.id)}
        >
          {t('start')}
        </Button>
        <Button
          icon={<PhoneIcon />}
          aria-disabled={hindrance || noVoice ? true : undefined}
          aria-describedby={hindrance ? reason : noVoice ? voiceReason : undefined}
          onClick={() => !hindrance && !noVoice && openMessageDialog(visit.id, 'voice')}
        >
          {t('voice')}
        </Button>
      </div>
      <p id={reason} className="text-center text-muted empty:hidden">
        {words}
      </p>
      <p id={voiceReason} className="text-center text-[11.5px] text-muted empty:hidden">
        {!hindrance && noVoice}
      </p>
    </div>
  )
}
