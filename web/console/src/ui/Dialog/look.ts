/** backdrop is what lies behind every dialog. */
export const backdrop =
  'fixed inset-0 z-40 bg-black/20 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0 dark:bg-black/45'

/** popup is the sheet of every dialog; where it stands and how wide it is, the dialog adds. */
export const popup = [
  'fixed left-1/2 z-40 max-h-[78vh] -translate-x-1/2 overflow-y-auto rounded-dialog border border-line bg-surface p-4.5 shadow-float outline-none',
  'transition-[opacity,translate] duration-150 ease-move data-ending-style:opacity-0 data-starting-style:translate-y-1 data-starting-style:opacity-0',
].join(' ')
