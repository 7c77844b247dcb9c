import type { MouseEvent } from 'react'

/** single carries out a click, and not the second of a double click: by then another thing may stand under the pointer. */
export function single(run: () => void): (event: MouseEvent) => void {
  return ({ detail }) => {
    if (detail < 2) run()
  }
}
