import type { ReactNode } from 'react'

/** MenuEntry is one line of a menu. */
export interface MenuEntry {
  name: string
  label: string
  icon?: ReactNode
  shortcut?: string
  danger?: boolean
  /** Why it can't be done now, in words; the line is then shown disabled with them. */
  reason?: string
  /** For a choice among several: whether it is the one that holds. */
  chosen?: boolean
  run: () => void
}

/** MenuPart is a line, or the gap between two groups of lines. */
export type MenuPart = MenuEntry | 'separator'
