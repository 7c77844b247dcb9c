import { useQuery } from '@tanstack/react-query'
import type { Schemas } from '../../../wire/frames'
import { api, queries } from '../state/api'

/** MAIL is the name under which what is fetched of e-mail is kept; a `changed` frame makes it be fetched again. */
export const MAIL = ['mail']

/** useMailSettings are the mail server and the sender; fetched for an administrator only. */
export function useMailSettings(administrator: boolean) {
  return useQuery({
    queryKey: [...MAIL, 'settings'],
    queryFn: () => api.get<Schemas['MailSettings']>('/mail/settings'),
    enabled: administrator,
  })
}

/** useMailQueue is how the queue of e-mails stands. */
export function useMailQueue() {
  return useQuery({ queryKey: [...MAIL, 'queue'], queryFn: () => api.get<Schemas['MailQueue']>('/mail/queue'), staleTime: 0 })
}

/** sendAgain has an e-mail that failed tried anew. */
export async function sendAgain(mail: string): Promise<void> {
  await api.post(`/mail/${mail}/again`)
  await queries.invalidateQueries({ queryKey: MAIL })
}

/** An Edited is the mail settings as they stand in the form; the password is what was typed, empty while the stored one stays. */
export type Edited = Omit<Schemas['MailSettings'], 'hasPassword'> & { password: string }

/** changeOf is what is stored of the edited settings. A password that nobody typed is not sent. */
export function changeOf({ password, ...rest }: Edited): Schemas['MailSettingsChange'] {
  return rest.user !== '' && password !== '' ? { ...rest, password } : rest
}

const USUAL = { starttls: 587, tls: 465, none: 25 } as const

/** withTLS chooses another encryption, and its usual port when the port was the usual one. */
export function withTLS(now: Edited, tls: Edited['tls']): Partial<Edited> {
  return now.port === USUAL[now.tls] ? { tls, port: USUAL[tls] } : { tls }
}
