/** NEAR is how far from its end a log may stand and still be read at the end, in pixels. */
const NEAR = 24

/** An End keeps the end of a log in sight of who reads there. */
export interface End {
  /** isThere is whether the end is what is read. */
  isThere(): boolean
  /** go leads to the end and stays there. */
  go(): void
  stop(): void
}

/**
 * keepEnd keeps `box` at its end while `content` in it, or the box itself, grows or shrinks, until the reader scrolls back. `reached`
 * is called whenever he comes to the end.
 */
export function keepEnd(box: HTMLElement, content: Element, reached: () => void): End {
  let there = true
  let top = 0

  const look = () => {
    const near = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR
    // Growing or shrinking never leads back from the end: only the reader does.
    if (near) there = true
    else if (box.scrollTop < top) there = false
    top = box.scrollTop
  }
  const go = () => {
    there = true
    box.scrollTop = box.scrollHeight
    top = box.scrollTop
  }
  const onScroll = () => {
    look()
    if (there) reached()
  }
  const onResize = () => {
    look()
    if (there) go()
  }
  const observer = new ResizeObserver(onResize)
  observer.observe(box)
  observer.observe(content)
  box.addEventListener('scroll', onScroll, { passive: true })
  return {
    isThere() {
      if (box.scrollTop < top) look()
      return there
    },
    go,
    stop() {
      observer.disconnect()
      box.removeEventListener('scroll', onScroll)
    },
  }
}
