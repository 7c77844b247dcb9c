import { useStore } from '@nanostores/react'
import { useQuery } from '@tanstack/react-query'
import { SendHorizontalIcon } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { api } from '../state/api'
import { $conversations, $visits } from '../state/live'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { TextField } from '../ui/Field'
import { toast } from '../ui/Toast/toasts'
import { Notice } from './Notice'
import { $pushing, closePushPage, makePushing, pagesToOffer, webAddressOf } from './push'

/** PushPage is the dialog in which a page is chosen that is offered to the visitor of a conversation. The shell mounts it once. */
export function PushPage() {
  const { t } = useTranslation('conversation')
  const wanted = useStore($pushing)
  const conversations = useStore($conversations)
  const now = wanted === undefined ? undefined : conversations[wanted]
  // While the dialog closes it still says whom it was for.
  const [last, setLast] = useState(now)
  useEffect(() => {
    if (now) setLast(now)
  }, [now])
  const conversation = now ?? last
  if (!conversation) return null
  return (
    <Dialog
      open={wanted !== undefined}
      title={t('pushTitle', { name: conversation.visitorName })}
      description={t('pushHint')}
      onClose={closePushPage}
    >
      <Choice key={conversation.id} conversation={conversation} />
    </Dialog>
  )
}

function Choice({ conversation }: { conversation: Schemas['Conversation'] }) {
  const { t } = useTranslation('conversation')
  const { visitor, visit, site, visitorName: name } = conversation
  const { data: detail } = useQuery({
    queryKey: ['pages', visit],
    queryFn: () => api.get<Schemas['VisitDetail']>(`/visits/${visit}`),
  })
  const pages = useMemo(
    () => pagesToOffer(Object.values($visits.get()), { site, visitor }, detail?.pages ?? []),
    [site, visitor, detail],
  )
  const push = useMemo(() => makePushing(conversation.id), [conversation.id])
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const send = async () => {
    const address = webAddressOf(text, detail?.visit.url)
    setWrong(!address)
    if (!address || busy) return
    setBusy(true)
    setProblem(undefined)
    const detailed = await push(address)
    setBusy(false)
    setProblem(detailed)
    if (detailed !== undefined) return
    closePushPage()
    toast(t('pushed', { name }), { tone: 'ok' })
  }
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <TextField
        label={t('pushAddress')}
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        autoFocus
        placeholder="https://"
        value={text}
        onChange={(next) => {
          setText(next)
          setWrong(false)
        }}
        error={wrong ? t('pushWrong') : undefined}
      />
      {pages.length > 0 && (
        <section aria-label={t('pushPages')}>
          <h3 className="mb-1 font-medium">{t('pushPages')}</h3>
          <ul className="flex flex-col">
            {pages.map(({ url, title }) => (
              <li key={url}>
                <button
                  type="button"
                  aria-pressed={text === url}
                  onClick={() => {
                    setText(url)
                    setWrong(false)
                  }}
                  className="w-full rounded-lg px-2.5 py-1.5 text-left outline-none hover:bg-sunk focus-visible:ring-2 focus-visible:ring-accent aria-pressed:bg-soft"
                >
                  <span dir="auto" className="block truncate">
                    {title || url}
                  </span>
                  {title && <span className="block truncate text-[11.5px] text-muted">{url}</span>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div role="alert" className="empty:hidden">
        {problem && <Notice tone="bad">{t('pushFailed', { detail: problem })}</Notice>}
      </div>
      <div className="flex justify-end gap-2">
        <Button kind="quiet" onClick={closePushPage}>
          {t('cancel')}
        </Button>
        <Button kind="primary" type="submit" disabled={busy || text.trim() === ''} icon={<SendHorizontalIcon />}>
          {t('push')}
        </Button>
      </div>
    </form>
  )
}
