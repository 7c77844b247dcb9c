import { useStore } from '@nanostores/react'
import { PaperclipIcon, RotateCcwIcon, XIcon } from 'lucide-react'
import { type ReactNode, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MOST_FILES, sizeOf } from '../../../file'
import type { Schemas } from '../../../wire/frames'
import { $uploads, cancelUpload, encloseFiles, retryUpload, type Upload } from '../canned/uploads'
import { attachable } from '../conversation/attachable'
import { FileIcon } from '../conversation/FileIcon'
import { FileName } from '../conversation/FileName'
import { addressOf } from '../conversation/files'
import { Notice } from '../conversation/Notice'
import { queries } from '../state/api'
import { Button } from '../ui/Button'
import { IconButton } from '../ui/IconButton'
import { SETTINGS } from './settings'

type File = Schemas['File']

interface Props {
  row: string
  files: readonly File[]
  /** Changes the row's files as they are by then. */
  onFiles: (change: (now: readonly File[]) => File[]) => void
}

/** CannedFiles are the files that a canned message brings along (CAN-1): attached and removed here, stored with Save. */
export function CannedFiles({ row, files, onFiles }: Props) {
  const { t } = useTranslation('settings')
  const uploads = useStore($uploads)[row] ?? []
  const chooser = useRef<HTMLInputElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const [problem, setProblem] = useState<string>()
  const id = useId()
  const count = files.length + uploads.length

  const choose = (wanted: readonly globalThis.File[]) => {
    const most = queries.getQueryData<Schemas['Settings']>(SETTINGS)?.maxFile
    const fit = attachable(wanted, count, most)
    setProblem(fit.problem)
    encloseFiles(row, fit.files, (file) => onFiles((now) => [...now, file]))
  }
  // What had the focus is gone.
  const without = (take: () => void) => () => {
    take()
    setProblem(undefined)
    button.current?.focus()
  }

  return (
    <section aria-labelledby={id} className="flex flex-col gap-1">
      <p id={id} className="font-medium">
        {t('can.filesField')}
      </p>
      {count > 0 && (
        <ul className="flex flex-col gap-1">
          {files.map((file) => (
            <FileRow key={file.id} name={file.name} size={file.size} href={addressOf(file)}>
              <IconButton
                label={t('can.removeFile', { name: file.name })}
                icon={<XIcon />}
                onClick={without(() => onFiles((now) => now.filter((one) => one.id !== file.id)))}
              />
            </FileRow>
          ))}
          {uploads.map((one) => (
            <FileRow key={one.id} name={one.name} size={one.size} upload={one}>
              {one.problem !== undefined && (
                <IconButton
                  label={t('can.retryFile', { name: one.name })}
                  icon={<RotateCcwIcon />}
                  onClick={without(() => retryUpload(row, one.id))}
                />
              )}
              <IconButton
                label={t(one.problem === undefined ? 'can.cancelFile' : 'can.removeFile', { name: one.name })}
                icon={<XIcon />}
                onClick={without(() => cancelUpload(row, one.id))}
              />
            </FileRow>
          ))}
        </ul>
      )}
      <div role="alert" className="empty:hidden">
        {problem && <Notice tone="bad">{problem}</Notice>}
      </div>
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
        {/* It stays, so that the focus has a place. */}
        <Button
          ref={button}
          icon={<PaperclipIcon />}
          aria-disabled={count >= MOST_FILES}
          onClick={() => (count >= MOST_FILES ? setProblem(t('can.filesFull', { most: MOST_FILES })) : chooser.current?.click())}
        >
          {t('can.attach')}
        </Button>
        <p className="text-muted">{t('can.filesHint', { most: MOST_FILES })}</p>
      </div>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          choose([...(currentTarget.files ?? [])])
          currentTarget.value = '' // the same file may be chosen again
        }}
      />
    </section>
  )
}

function FileRow(props: { name: string; size: number; href?: string; upload?: Upload; children: ReactNode }) {
  const { t } = useTranslation('settings')
  const { name, size, href, upload } = props
  return (
    <li className="flex items-center gap-2 rounded-lg bg-sunk p-1.5">
      <span className="flex size-7 shrink-0 items-center justify-center text-muted">
        <FileIcon name={name} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex gap-2">
          {href ? (
            <a href={href} target="_blank" rel="noreferrer" aria-label={name} className="min-w-0 text-accent underline">
              <FileName name={name} />
            </a>
          ) : (
            <FileName name={name} />
          )}
          <span className="shrink-0 text-muted tabular-nums">{sizeOf(size)}</span>
        </p>
        {upload?.problem !== undefined && (
          <p role="alert" className="wrap-anywhere text-[11.5px] text-bad">
            {t('can.fileFailed', { reason: upload.problem })}
          </p>
        )}
        {upload && upload.problem === undefined && <Progress upload={upload} />}
      </div>
      {props.children}
    </li>
  )
}

function Progress({ upload }: { upload: Upload }) {
  const { t } = useTranslation('settings')
  const percent = Math.floor(upload.part * 100)
  return (
    <p className="flex items-center gap-2 text-[11.5px] text-muted tabular-nums">
      <progress
        aria-label={t('can.uploading', { name: upload.name })}
        value={percent}
        max={100}
        className="h-1 min-w-0 flex-1 appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
      <span className="shrink-0">{percent < 100 ? `${percent} %` : t('can.checked')}</span>
    </p>
  )
}
