import { useStore } from '@nanostores/react'
import { RotateCcwIcon, XIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { sizeOf } from '../../../file'
import { IconButton } from '../ui/IconButton'
import { $unattachable } from './attachable'
import { type Attachment, detach, retry } from './attached'
import { FileIcon } from './FileIcon'
import { FileName } from './FileName'
import { addressOf, isImage } from './files'
import { Notice } from './Notice'

interface Props {
  conversation: string
  attached: readonly Attachment[]
  /** What had the focus is gone. */
  onDone: () => void
}

/** Attachments are the files that go with the next message: how far each is, and why one is not. */
export function Attachments({ conversation, attached, onDone }: Props) {
  const { t } = useTranslation('conversation')
  const problem = useStore($unattachable)[conversation]
  return (
    <>
      {attached.length > 0 && (
        <ul aria-label={t('attached')} className="mt-1 flex max-h-44 flex-col gap-1 overflow-y-auto">
          {attached.map((one) => (
            <Row key={one.id} one={one} conversation={conversation} onDone={onDone} />
          ))}
        </ul>
      )}
      <div role="alert" className="mt-1 flex items-start gap-1 empty:hidden">
        {problem && (
          <>
            <div className="min-w-0 flex-1 pt-1">
              <Notice tone="bad">{problem}</Notice>
            </div>
            <IconButton
              label={t('close')}
              icon={<XIcon />}
              onClick={() => {
                $unattachable.setKey(conversation, undefined)
                onDone()
              }}
            />
          </>
        )}
      </div>
    </>
  )
}

function Row({ one, conversation, onDone }: { one: Attachment; conversation: string; onDone: () => void }) {
  const { t } = useTranslation('conversation')
  const { name } = one
  const under = one.state === 'waiting' || one.state === 'uploading'
  return (
    <li className="flex items-center gap-2 rounded-lg bg-sunk p-1.5">
      <Thumb one={one} />
      <div className="min-w-0 flex-1">
        <p className="flex gap-2">
          <FileName name={name} />
          <span className="shrink-0 text-muted tabular-nums">{sizeOf(one.size)}</span>
        </p>
        {one.state === 'uploading' && <Progress one={one} />}
        {one.state === 'waiting' && <p className="text-[11.5px] text-muted">{t('fileWaiting')}</p>}
        {one.state === 'failed' && (
          <p role="alert" className="wrap-anywhere text-[11.5px] text-bad">
            {t('fileFailed', { reason: one.problem })}
          </p>
        )}
      </div>
      {one.state === 'failed' && (
        <IconButton
          label={t('retryFile', { name })}
          icon={<RotateCcwIcon />}
          onClick={() => {
            retry(conversation, one.id)
            onDone()
          }}
        />
      )}
      <IconButton
        label={t(under ? 'cancelFile' : 'removeFile', { name })}
        icon={<XIcon />}
        onClick={() => {
          detach(conversation, one.id)
          onDone()
        }}
      />
    </li>
  )
}

function Thumb({ one }: { one: Attachment }) {
  if (!one.file || !isImage(one.file)) {
    return (
      <span className="flex size-9 shrink-0 items-center justify-center rounded-md bg-surface text-muted">
        <FileIcon name={one.name} />
      </span>
    )
  }
  return <img src={addressOf(one.file)} alt="" width={36} height={36} className="size-9 shrink-0 rounded-md object-cover" />
}

function Progress({ one }: { one: Attachment }) {
  const { t } = useTranslation('conversation')
  const percent = Math.floor(one.part * 100)
  return (
    <p className="flex items-center gap-2 text-[11.5px] text-muted tabular-nums">
      <progress
        aria-label={t('uploading', { name: one.name })}
        value={percent}
        max={100}
        className="h-1 min-w-0 flex-1 appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
      <span className="shrink-0">{percent < 100 ? `${percent} %` : t('fileChecked')}</span>
    </p>
  )
}
