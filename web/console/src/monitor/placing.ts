interface Size {
  width: number
  height: number
}

const GAP = 6
const EDGE = 8

/** beside is where a box stands at a thing: under it, above it when there is no room, and always inside the view. */
export function beside(thing: Size & { left: number; top: number }, box: Size, view: Size): { left: number; top: number } {
  const under = thing.top + thing.height + GAP
  const above = thing.top - GAP - box.height
  const top = under + box.height <= view.height - EDGE || above < EDGE ? under : above
  return {
    left: Math.max(EDGE, Math.min(thing.left, view.width - EDGE - box.width)),
    top: Math.max(EDGE, Math.min(top, view.height - EDGE - box.height)),
  }
}
