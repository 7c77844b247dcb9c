import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import type { Schemas } from '../../../wire/frames'
import { useCanned } from './canned'
import { matching } from './search'
import { replaced, type Trigger, triggerAt } from './trigger'

type Canned = Schemas['Canned']

/** Shortcuts is the list that / or # opens in a text box (CHT-2, CAN-1). */
export interface Shortcuts {
  /** The list is open: what it offers, and which of it is active. */
  found: readonly Canned[]
  /** A lone trigger has nothing to offer: no canned message is stored. */
  none: boolean
  active: number
  id: string
  /** follow finds out whether a trigger stands before the cursor; call it whenever text or cursor have changed. */
  follow(): void
  /** key takes the keys that are the list's; true: it did. */
  key(event: KeyboardEvent): boolean
  choose(canned: Canned): void
  close(): void
  setActive(at: number): void
  /** What the text box has to say to a screen reader. */
  box: {
    'aria-haspopup'?: 'listbox'
    'aria-controls'?: string
    'aria-activedescendant'?: string
    'aria-autocomplete'?: 'list'
  }
}

const NONE: readonly Canned[] = []
const MOST = 8

/** useShortcuts opens a list of canned messages in a text box; `put` gets the text with the chosen one in the place of the trigger. */
export function useShortcuts(
  box: RefObject<HTMLTextAreaElement | null>,
  put: (text: string, caret: number, canned: Canned) => void,
): Shortcuts {
  const { list } = useCanned()
  const [trigger, setTrigger] = useState<Trigger>()
  // Escape closes the list for this trigger, not for the next.
  const [closed, setClosed] = useState<number>()
  const [at, setAt] = useState(0)
  const id = useId()
  const open = trigger !== undefined && trigger.from !== closed
  const found = open && list ? matching(list, trigger.query).slice(0, MOST) : NONE
  const none = open && list?.length === 0 && trigger.query === ''
  const active = Math.min(at, found.length - 1)

  const choose = (canned: Canned) => {
    const now = box.current?.value
    if (!trigger || now === undefined) return
    const next = replaced(now, trigger, canned.text)
    setTrigger(undefined)
    put(next.text, next.caret, canned)
  }
  return {
    found,
    none,
    active,
    id,
    choose,
    setActive: setAt,
    close: () => setClosed(trigger?.from),
    follow() {
      const area = box.current
      const next = area && area.selectionStart === area.selectionEnd ? triggerAt(area.value, area.selectionStart) : undefined
      if (next?.query !== trigger?.query || next?.from !== trigger?.from) setAt(0)
      if (next?.from !== trigger?.from) setClosed(undefined)
      setTrigger(next)
    },
    key(event) {
      if (none && event.key === 'Escape') {
        setClosed(trigger.from)
        event.preventDefault()
        event.stopPropagation()
        return true
      }
      if (found.length === 0 || event.nativeEvent.isComposing) return false
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      const canned = found[active]
      if (step) setAt((active + step + found.length) % found.length)
      else if (event.key === 'Escape') setClosed(trigger?.from)
      else if (canned && (event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && !event.ctrlKey && !event.metaKey)
        choose(canned)
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
    box:
      found.length > 0
        ? {
            'aria-haspopup': 'listbox',
            'aria-controls': id,
            'aria-activedescendant': `${id}-${active}`,
            'aria-autocomplete': 'list',
          }
        : {},
  }
}
