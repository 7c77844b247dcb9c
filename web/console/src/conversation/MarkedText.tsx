import { Fragment, memo } from 'react'
import { LinkedText } from './LinkedText'
import { markup } from './markup'

/**
 * MarkedText shows what somebody said: light markup as the visitor's page shows it, safe addresses as links, all else as text. A talk is
 * drawn again whenever its visitor moves, and its texts never change: each is read once.
 */
export const MarkedText = memo(function MarkedText({ text }: { text: string }) {
  return markup(text).map(({ text: part, mark: Mark }, i) => {
    const shown = Mark === 'code' ? part : <LinkedText text={part} />
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change their order
    return <Fragment key={i}>{Mark ? <Mark>{shown}</Mark> : shown}</Fragment>
  })
})
