import { DownloadIcon, XIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sizeOf } from '../../../file'
import type { Schemas } from '../../../wire/frames'
import { Dialog } from '../ui/Dialog'
import { IconButton } from '../ui/IconButton'
import { FileIcon } from './FileIcon'
import { FileName } from './FileName'
import { addressOf, isImage, previewSize } from './files'

/** SentFiles shows what went with a message: images as they are, everything else as a card to be downloaded. */
export function SentFiles({ files, own }: { files: readonly Schemas['File'][]; own: boolean }) {
  return (
    <ul className={`flex max-w-full flex-col gap-1 ${own ? 'items-end' : 'items-start'}`}>
      {files.map((file) => (
        <li key={file.id} className="max-w-full">
          {isImage(file) ? <Image file={file} {...previewSize(file.width, file.height)} /> : <Card file={file} />}
        </li>
      ))}
    </ul>
  )
}

function Image({ file, width, height }: { file: Schemas['File']; width: number; height: number }) {
  const { t } = useTranslation('conversation')
  const [open, setOpen] = useState(false)
  const [gone, setGone] = useState(false)
  if (gone) return <Card file={file} note={t('imageGone')} />
  return (
    <>
      <button
        type="button"
        aria-label={t('openImage', { name: file.name })}
        onClick={() => setOpen(true)}
        className="block max-w-full cursor-zoom-in overflow-hidden rounded-xl border border-line bg-sunk outline-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-offset-2 focus-visible:ring-offset-surface"
      >
        {/* width and height keep the place until the image is here: nothing jumps. */}
        <img
          src={addressOf(file)}
          alt=""
          width={width}
          height={height}
          loading="lazy"
          decoding="async"
          onError={() => setGone(true)}
          className="block h-auto max-w-full object-contain"
        />
      </button>
      <Dialog
        open={open}
        title={file.name}
        hideTitle
        onClose={() => setOpen(false)}
        className="top-1/2 flex max-h-[94vh] w-max max-w-[96vw] -translate-y-1/2 flex-col gap-3 p-3!"
      >
        <div className="flex items-center gap-2">
          <p className="flex min-w-0 flex-1 gap-2 font-[640]">
            <FileName name={file.name} />
            <span className="shrink-0 font-normal text-muted tabular-nums">{sizeOf(file.size)}</span>
          </p>
          <Download file={file} />
          <IconButton label={t('close')} icon={<XIcon />} onClick={() => setOpen(false)} />
        </div>
        <img
          src={addressOf(file)}
          alt={file.name}
          width={file.width}
          height={file.height}
          className="mx-auto block h-auto max-h-[80vh] w-auto max-w-full rounded-lg bg-sunk object-contain"
        />
      </Dialog>
    </>
  )
}

function Card({ file, note }: { file: Schemas['File']; note?: string }) {
  return (
    <div className="flex w-72 max-w-full items-center gap-2.5 rounded-xl border border-line bg-surface p-2">
      <span className="flex size-9 shrink-0 items-center justify-center rounded-md bg-sunk text-muted">
        <FileIcon name={file.name} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          <FileName name={file.name} />
        </p>
        <p className="text-[11.5px] text-muted tabular-nums">{note ?? sizeOf(file.size)}</p>
      </div>
      <Download file={file} />
    </div>
  )
}

function Download({ file }: { file: Schemas['File'] }) {
  const { t } = useTranslation('conversation')
  return (
    <a
      href={addressOf(file)}
      download={file.name}
      aria-label={t('downloadFile', { name: file.name })}
      className="inline-flex h-8 shrink-0 items-center gap-1.5 rounded-control border border-line bg-surface px-2.5 font-medium outline-none hover:bg-sunk focus-visible:ring-2 focus-visible:ring-accent pointer-coarse:h-10"
    >
      <DownloadIcon aria-hidden="true" className="size-4" strokeWidth={1.75} />
      {t('download')}
    </a>
  )
}
