import { linkify } from './linkify'

/** LinkedText shows a text as it was written: markup stays text, safe addresses are links (S-38). */
export function LinkedText({ text }: { text: string }) {
  return linkify(text).map((piece, i) =>
    piece.href ? (
      <a
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change their order
        key={i}
        href={piece.href}
        title={piece.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="underline underline-offset-2"
      >
        {piece.text}
      </a>
    ) : (
      piece.text
    ),
  )
}
