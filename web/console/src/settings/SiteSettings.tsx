import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../../wire/frames'
import { isBlank } from '../conversation/text'
import { api } from '../state/api'
import { TextField } from '../ui/Field'
import { ButtonPlace, isPlace } from './ButtonPlace'
import { CopyText } from './CopyText'
import { useForm } from './form'
import { OriginsEditor } from './OriginsEditor'
import { PendingBar } from './PendingBar'
import { PrivacyMode } from './PrivacyMode'
import { Section } from './Section'
import { SiteCheck } from './SiteCheck'
import { SneakPeek } from './SneakPeek'
import { SITES } from './settings'
import { cspOf, snippetOf } from './snippet'

type Site = Schemas['Site']

/** SiteSettings is the set-up page of a site (OPS-7): the snippet, who may use it, and whether pages come through. */
export function SiteSettings(props: { sites: readonly Site[]; me: Schemas['Me'] }) {
  const { t } = useTranslation('settings')
  const [chosen, setChosen] = useState(props.sites[0]?.id)
  const site = props.sites.find(({ id }) => id === chosen) ?? props.sites[0]
  if (!site) return <p className="text-muted">{t('ops.noSites')}</p>
  return (
    <div className="flex flex-col gap-8">
      {props.sites.length > 1 && (
        <label className="flex items-center gap-2">
          <span className="font-medium">{t('site')}</span>
          <select
            value={site.id}
            onChange={(event) => setChosen(event.target.value)}
            className="h-8 rounded-lg border border-line bg-surface px-2"
          >
            {props.sites.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <OneSite key={site.id} site={site} me={props.me} />
    </div>
  )
}

function OneSite({ site, me }: { site: Site; me: Schemas['Me'] }) {
  const { t } = useTranslation('settings')
  const form = useForm<Pick<Site, 'name' | 'mode' | 'origins' | 'button'> & { sneakPeek: boolean }>(
    { name: site.name, mode: site.mode, origins: site.origins, sneakPeek: !!site.sneakPeek, button: site.button },
    (value): Record<string, string> => ({
      ...(isBlank(value.name) && { name: t('gen.empty') }),
      ...(!isPlace(value.button) && { button: t('ops.buttonWrong') }),
    }),
    (changes) => api.patch(`/sites/${site.id}`, changes),
    [SITES],
  )
  const admin = me.operator.administrator
  const allow = async (origin: string) => {
    if (form.value.origins.includes(origin)) return
    // With changes of the list pending, this is one more of them; Save would otherwise take it out again.
    if (form.value.origins !== site.origins) form.set({ origins: [...form.value.origins, origin] })
    else await api.patch(`/sites/${site.id}`, { origins: [...site.origins, origin] })
  }

  return (
    <>
      {!admin && <p className="text-muted">{t('administratorOnly')}</p>}
      <Section title={t('ops.check')}>
        <SiteCheck site={site} onAllow={admin ? allow : undefined} />
      </Section>
      <Section title={t('ops.snippet')} hint={t('ops.snippetHint')}>
        <CopyText text={snippetOf(me.publicURL, site.key)} label={t('ops.snippet')} copy={t('ops.copySnippet')} />
        <p className="text-muted">
          {t('ops.key')}: <code className="font-mono text-[12px] text-text">{site.key}</code>
        </p>
      </Section>
      <Section title={t('ops.csp')} hint={t('ops.cspHint')}>
        <CopyText text={cspOf(me.publicURL)} label={t('ops.csp')} copy={t('ops.copyCsp')} />
      </Section>
      <form
        className="flex flex-col gap-8"
        onSubmit={(event) => {
          event.preventDefault()
          void form.save()
        }}
      >
        <Section title={t('ops.origins')} hint={t('ops.originsHint')}>
          <OriginsEditor
            origins={form.value.origins}
            stored={site.origins}
            disabled={!admin}
            error={form.problems.origins}
            onChange={(origins) => form.set({ origins })}
          />
        </Section>
        <Section title={t('ops.button')} hint={t('ops.buttonHint')}>
          <ButtonPlace
            place={form.value.button}
            disabled={!admin}
            refused={isPlace(form.value.button) ? form.problems.button : undefined}
            onChange={(button) => form.set({ button })}
          />
        </Section>
        <Section title={t('ops.mode')}>
          <PrivacyMode mode={form.value.mode} disabled={!admin} onChange={(mode) => form.set({ mode })} />
        </Section>
        <Section title={t('ops.peek')}>
          <SneakPeek on={form.value.sneakPeek} disabled={!admin} onChange={(sneakPeek) => form.set({ sneakPeek })} />
        </Section>
        <Section title={t('ops.name')}>
          <TextField
            label={t('ops.name')}
            hint={t('ops.nameHint')}
            value={form.value.name}
            maxLength={80}
            disabled={!admin}
            onChange={(name) => form.set({ name })}
            error={form.problems.name}
          />
        </Section>
        <Section title={t('ops.proxy')} hint={t('ops.proxyHint')}>
          {null}
        </Section>
        <PendingBar
          pending={form.pending}
          blocked={Object.keys(form.problems).length > 0}
          saving={form.saving}
          outcome={form.outcome}
          onSave={form.save}
          onDiscard={form.discard}
        />
      </form>
    </>
  )
}
