import { useEffect } from 'react'
import { allowed, type Command } from '../command/command'
import { $palette, closePalette, openPalette } from './openPalette'

/** useKeys runs commands by their keys, wherever the focus is, unless somebody is writing or a dialog is open; some are for always. Ctrl or ⌘ K always opens the palette. */
export function useKeys(commands: readonly Command[]): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault()
        return $palette.get() ? closePalette() : openPalette()
      }
      const busy = isBusy(event.target)
      const meant = commands.find((command) => (command.always || !busy) && command.keys?.(event) && allowed(command, undefined))
      if (!meant) return
      event.preventDefault()
      // A key that is held is meant once.
      if (!event.repeat) meant.run()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [commands])
}

function isBusy(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]') !== null
  )
}
