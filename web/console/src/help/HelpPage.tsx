import { useTranslation } from 'react-i18next'
import { Picture } from './Picture'
import { OTHER_WAY, STARTING_COMMUNICATION, type Step } from './startingCommunication'

const FACTS = ['refusal', 'one', 'expiry', 'variables'] as const

/** HelpPage tells how to start communication, step by step, with pictures made from the running console (DOC-1). */
export function HelpPage() {
  const { t } = useTranslation('help')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <main tabIndex={0} className="h-full overflow-y-auto p-4 outline-none sm:p-8">
      <article className="mx-auto max-w-2xl">
        <p className="text-muted">{t('title')}</p>
        <h1 className="mb-2 font-[650] text-[20px]">{t('startingCommunication')}</h1>
        <p className="mb-6 max-w-prose text-muted">{t('intro')}</p>
        <Steps steps={STARTING_COMMUNICATION} under={1} />
        <h2 className="mt-10 mb-2 font-semibold text-[15px]">{t('otherWay')}</h2>
        <p className="mb-4 text-muted">{t('otherWayIntro')}</p>
        <Steps steps={OTHER_WAY} under={2} />
        <h2 className="mt-10 mb-2 font-semibold text-[15px]">{t('after')}</h2>
        <ul className="list-disc space-y-1.5 pl-5">
          {FACTS.map((fact) => (
            <li key={fact}>
              <Labelled text={t(`facts.${fact}`)} />
            </li>
          ))}
        </ul>
      </article>
    </main>
  )
}

function Steps({ steps, under }: { steps: readonly Step[]; under: 1 | 2 }) {
  const { t } = useTranslation('help')
  const Heading = under === 1 ? 'h2' : 'h3'
  return (
    <ol className="flex flex-col gap-6">
      {steps.map((step, i) => (
        <li key={step.id} className="flex gap-4">
          <span
            aria-hidden="true"
            className="flex size-6 shrink-0 items-center justify-center rounded-full bg-soft font-semibold text-[11.5px] text-accent tabular-nums"
          >
            {i + 1}
          </span>
          <div className="min-w-0 flex-1">
            <Heading className="font-semibold">
              <Labelled text={t(`step.${step.id}.title`)} />
            </Heading>
            <p className="text-[11.5px] text-muted">{t(`places.${step.place}`)}</p>
            <p className="mt-1 max-w-prose">
              <Labelled text={t(`step.${step.id}.text`)} />
            </p>
            {step.picture && (
              <Picture
                src={`/console/help/starting-communication-${step.picture}.png`}
                alt={t('picture', { title: t(`step.${step.id}.title`).replaceAll('*', '') })}
              />
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** Labelled shows the names of controls, marked **so** in the text, as they stand out on the screen. */
function Labelled({ text }: { text: string }) {
  return text.split('**').map((part, i) =>
    i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change their order
      <strong key={i} className="font-semibold">
        {part}
      </strong>
    ) : (
      part
    ),
  )
}
