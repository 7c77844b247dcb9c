const PLACE = 'data-floats'

/** Floats is where open menus stand in the document: inside a landmark, so that a screen reader can tell what they belong to. */
export function Floats() {
  return <div {...{ [PLACE]: '' }} className="absolute size-0" />
}

/** floats is the place as it is when a menu opens; without one menus stand at the end of the body. */
export const floats = {
  get current(): HTMLElement | null {
    return document.querySelector<HTMLElement>(`[${PLACE}]`)
  },
}
