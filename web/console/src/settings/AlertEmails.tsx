import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { Notice } from '../conversation/Notice'
import { api } from '../state/api'
import { operatorChanged } from '../state/session'
import { MAIL } from './email'
import { Section } from './Section'
import { Tick } from './Tick'
import { useTurning } from './turning'

type Operator = Schemas['Operator']

/** AlertEmails switches which e-mails call an operator (ALT-1), in whichever browser. */
export function AlertEmails({ me }: { me: Operator }) {
  const { t } = useTranslation('alertmail')
  const { data } = useQuery({ queryKey: [...MAIL, 'mine'], queryFn: () => api.get<Schemas['Me']>('/session'), staleTime: 0 })
  const address = data ? data.operator.email : me.email
  const possible = data?.canMail === true && Boolean(address)
  const seen = possible || !data // until it is known the choices stand as they are
  const store = async (change: Partial<Operator>) => {
    operatorChanged(await api.patch<Operator>(`/operators/${me.id}`, change))
  }
  const messages = useTurning(!me.noOfflineMail, (on) => store({ noOfflineMail: !on }))
  const requests = useTurning(me.requestMail, (on) => store({ requestMail: on }))
  const trouble = messages.trouble || requests.trouble
  return (
    <Section title={t('title')} hint={address ? t('to', { address }) : t('hint')}>
      <ul className="divide-y divide-line rounded-window border border-line">
        <li className="px-3.5 py-2.5">
          <Tick label={t('messages')} checked={messages.on && seen} disabled={!possible} onChange={messages.turn} />
        </li>
        <li className="px-3.5 py-2.5">
          <Tick
            label={t('requests')}
            hint={t('requestsHint')}
            checked={requests.on && seen}
            disabled={!possible}
            onChange={requests.turn}
          />
        </li>
      </ul>
      <div role="status" className="flex flex-col gap-2 empty:hidden">
        {data && !data.canMail && <NotSetUp administrator={me.administrator} />}
        {data && !address && (
          <Notice tone="waiting">
            {t('noAddress')} <To page="departments">{t('give')}</To>
          </Notice>
        )}
        {trouble && <Notice tone="bad">{trouble}</Notice>}
      </div>
    </Section>
  )
}

function NotSetUp({ administrator }: { administrator: boolean }) {
  const { t } = useTranslation('alertmail')
  return (
    <Notice tone="waiting">
      {administrator ? (
        <>
          {t('notSetUp')} <To page="email">{t('setUp')}</To>
        </>
      ) : (
        t('notSetUpForOthers')
      )}
    </Notice>
  )
}

function To({ page, children }: { page: 'departments' | 'email'; children: string }) {
  return (
    <Link to="/settings/$page" params={{ page }} className="text-accent underline">
      {children}
    </Link>
  )
}
