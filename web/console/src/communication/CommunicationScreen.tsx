import { useStore } from '@nanostores/react'
import { ChevronsRightIcon } from 'lucide-react'
import { computed } from 'nanostores'
import { useTranslation } from 'react-i18next'
import { next } from '../command/request'
import { lengthOf } from '../profile/described'
import { $clock } from '../state/clock'
import { $operators, $pictured, $queue } from '../state/live'
import { Button } from '../ui/Button'
import { single } from '../ui/Button/single'
import { ariaKeys, Keys } from '../ui/Keys'
import { MessageQueue } from './MessageQueue'
import { MyCommunication } from './MyCommunication'
import { QueueTable } from './QueueTable'
import { Window } from './Window'

const $available = computed(
  $operators,
  (operators) => Object.values(operators).filter((one) => one.online && one.liveHelp && !one.disabled).length,
)

/** CommunicationScreen is the Communication overview (QUE-1): who waits, this operator's own chats, and what was left in writing. */
export function CommunicationScreen() {
  const { t } = useTranslation('communication')
  return (
    <main className="@container h-full overflow-y-auto p-4 md:px-6">
      <Head />
      <div className="grid items-start gap-4 @5xl:grid-cols-[minmax(0,1fr)_minmax(320px,400px)]">
        <Window title={t('queue')} count={useStore($queue).length}>
          <QueueTable />
        </Window>
        <div className="grid gap-4 @max-5xl:@xl:grid-cols-2">
          <MyCommunication />
          <MessageQueue />
        </div>
      </div>
    </main>
  )
}

function Head() {
  const { t } = useTranslation('communication')
  const queue = useStore($queue)
  const available = useStore($available)
  const pictured = useStore($pictured)
  const operators = available > 0 ? t('available', { count: available }) : t('availableNone')
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <h1 className="font-[650] text-[20px] tracking-[-0.01em]">{t('title')}</h1>
      <p className="min-w-0 flex-1 truncate text-muted max-sm:order-last max-sm:basis-full">
        {pictured && (
          <>
            {queue.length > 0 ? <Waiting /> : t('nobodyWaits')} · {operators}
          </>
        )}
      </p>
      <Button
        kind="primary"
        icon={<ChevronsRightIcon />}
        className="ml-auto"
        disabled={queue.length === 0}
        aria-keyshortcuts={ariaKeys(next.shortcut)}
        onClick={single(() => next.run())}
      >
        {t('next')}
        <span aria-hidden="true" className="font-normal pointer-coarse:hidden">
          <Keys keys={next.shortcut ?? ''} />
        </span>
      </Button>
    </div>
  )
}

function Waiting() {
  const { t } = useTranslation('communication')
  const queue = useStore($queue)
  const now = useStore($clock)
  const longest = Math.min(...queue.map(({ asked }) => asked))
  return (
    <span className="font-medium text-waiting tabular-nums">
      {t('waiting', { count: queue.length })} · {t('longest', { time: lengthOf(now - longest) })}
    </span>
  )
}
