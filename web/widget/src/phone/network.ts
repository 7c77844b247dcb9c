/** listenToNetwork calls `other` when the browser is on another network for sure, `perhaps` when it may be: something has changed. */
export const listenToNetwork = (other: () => void, perhaps: () => void): void => {
  addEventListener('online', other)
  // Only some browsers say which kind of network it is; others say `change` whenever they think anew about how fast it is.
  const network = (navigator as { connection?: EventTarget & { type?: string } }).connection
  let kind = network?.type
  network?.addEventListener('change', () => {
    if (kind === network.type) perhaps()
    else other()
    kind = network.type
  })
}
