/** MAC is whether this machine has a Mac's keyboard. */
export const MAC = /Mac|iPhone|iPad/.test(navigator.platform)

/** shownKeys is a shortcut as this machine's keyboard has it: "Mod+K" is ⌘K or Ctrl K. */
export function shownKeys(keys: string, mac = MAC): string {
  const names: Record<string, string> = mac ? { Mod: '⌘', Shift: '⇧', Alt: '⌥' } : { Mod: 'Ctrl' }
  return keys
    .split('+')
    .map((key) => names[key] ?? key)
    .join(mac ? '' : ' ')
}

/** ariaKeys is a shortcut as `aria-keyshortcuts` wants it; undefined stays so. */
export const ariaKeys = (keys: string | undefined, mac = MAC): string | undefined =>
  keys?.replace('Mod', mac ? 'Meta' : 'Control')

/** Keys shows a shortcut. */
export function Keys({ keys }: { keys: string }) {
  return <kbd className="font-sans text-[11.5px]">{shownKeys(keys)}</kbd>
}
