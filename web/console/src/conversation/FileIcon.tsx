import { FileArchiveIcon, FileIcon as FileOfAnyKind, FileTextIcon, ImageIcon } from 'lucide-react'

const KINDS = [
  { icon: ImageIcon, ends: /\.(png|jpe?g|gif|webp|svg|heic|bmp|tiff?)$/i },
  { icon: FileTextIcon, ends: /\.(pdf|docx?|odt|txt|md|rtf|csv|xlsx?|ods)$/i },
  { icon: FileArchiveIcon, ends: /\.(zip|gz|tgz|rar|7z|tar)$/i },
]

/** FileIcon is the sign of a file by what its name ends with: a hint, no promise. */
export function FileIcon({ name }: { name: string }) {
  const Icon = KINDS.find(({ ends }) => ends.test(name))?.icon ?? FileOfAnyKind
  return <Icon aria-hidden="true" className="size-4.5" strokeWidth={1.75} />
}
