interface Size {
  width: number
  height: number
}

interface Place extends Size {
  left: number
  top: number
}

const GAP = 6
const EDGE = 8

/** beside is where a box stands at a thing: under it, above it when there is no room, and always inside the view. */
export function beside(thing: Place, box: Size, view: Place): { left: number; top: number } {
  const [right, bottom] = [view.left + view.width - EDGE, view.top + view.height - EDGE]
  const under = thing.top + thing.height + GAP
  const above = thing.top - GAP - box.height
  const top = under + box.height <= bottom || above < view.top + EDGE ? under : above
  return {
    left: Math.max(view.left + EDGE, Math.min(thing.left, right - box.width)),
    top: Math.max(view.top + EDGE, Math.min(top, bottom - box.height)),
  }
}
