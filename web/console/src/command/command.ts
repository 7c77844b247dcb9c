import type { ComponentType } from 'react'

/** A Command is one thing an operator can do, under one name wherever it is offered: button, menu, keyboard and palette. */
export interface Command<Target = void> {
  name: string
  /** The key of its label in the texts `commands`. */
  label: string | ((target: Target) => string)
  icon: ComponentType
  /** As shown; `keys` says what is pressed. */
  shortcut?: string
  keys?: (event: KeyPress) => boolean
  /** Its keys work while somebody writes too. */
  always?: boolean
  /** right is whether this operator may do it now; what is not allowed is not shown. */
  right?: (target: Target) => boolean
  /** reason is why it can't be done just now, in words; it is then shown disabled with them. */
  reason?: (target: Target) => string | undefined
  /** It ends or takes away something. */
  danger?: boolean
  run: (target: Target) => void
}

/** KeyPress is what of a key press decides which command is meant. */
export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
  /** Which key of the board, whatever letter it writes. */
  code?: string
}

/** labelOf is the key of a command's label as things stand. */
export function labelOf<Target>(command: Command<Target>, target: Target): string {
  return typeof command.label === 'function' ? command.label(target) : command.label
}

/** allowed is whether a command may be run. */
export function allowed<Target>(command: Command<Target>, target: Target): boolean {
  return command.right?.(target) ?? true
}

/** plain is whether a key was pressed without Ctrl, Alt or ⌘. */
export function plain(event: KeyPress): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey
}

/** letterOf is the letter of a key press, also where Alt makes another sign of it or the board has other letters. */
export function letterOf({ key, code }: KeyPress): string {
  return /^[a-z]$/i.test(key) ? key.toLowerCase() : (/^Key([A-Z])$/.exec(code ?? '')?.[1] ?? '').toLowerCase()
}
