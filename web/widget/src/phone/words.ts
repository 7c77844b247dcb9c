/** qualityText says how good a connection is. */
export const qualityText = ['', 'Bad connection', 'Weak connection', 'Fair connection', 'Good connection'] as const

/** clock says how long something has lasted; empty when it has not begun. */
export const clock = (since: number): string => {
  const seconds = Math.max(0, Math.floor((Date.now() - since) / 1e3))
  return since ? `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}` : ''
}
