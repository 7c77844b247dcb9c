import { later, safely } from '../safely'

/** Part is one of the panel's other modules, loaded when it is wanted first. */
export interface Part<P> {
  here?: P
  /**
   * Calls `then` with it, at once when it is here. When it can't be loaded `failed` is called, with the milliseconds to wait before the next
   * try, which whoever wants it then makes.
   */
  when(then: (part: P) => void, failed?: (pause: number) => void): void
}

/** newPart returns the part that `start` makes of the module of this name. */
export const newPart = <M, P>(name: string, start: (module: M) => P): Part<P> => {
  let loading: Promise<void> | undefined
  let tries = 0
  const load = async (): Promise<void> => {
    part.here = start(await import(/* @vite-ignore */ `./${name}${tries ? `?${tries}` : ''}`))
  }
  const part: Part<P> = {
    when(then, failed) {
      if (part.here) return then(part.here)
      loading ??= load()
      const now = loading
      now.then(
        safely(() => then(part.here as P)),
        safely(() => {
          // Some browsers remember that a module failed. Of many who wanted it one finds out first.
          if (loading === now) {
            loading = undefined
            tries++
          }
          failed?.(Math.min(2 ** tries, 64) * 1500)
        }),
      )
    },
  }
  return part
}

/**
 * eager returns a function that gives the part, or nothing until it is here: then `again` is called when it came, and to ask once more after
 * a pause when it could not be loaded.
 */
export const eager = <P>(part: Part<P>, again: () => void): (() => P | undefined) => {
  let coming = false
  const ask = (): void => {
    coming = false
    again()
  }
  return () => {
    if (!part.here && !coming) {
      coming = true
      part.when(ask, (pause) => later(ask, pause))
    }
    return part.here
  }
}
