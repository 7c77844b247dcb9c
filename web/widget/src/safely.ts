/** attempt returns what f returns, or nothing when it throws: no exception of ours reaches the page. */
export const attempt = <R>(f: () => R): R | undefined => {
  try {
    return f()
  } catch {}
}

/** safely returns f made harmless in the same way. */
export const safely =
  <A extends unknown[], R>(f: (...args: A) => R) =>
  (...args: A): R | undefined =>
    attempt(() => f(...args))

/** later calls f, harmlessly, after so many milliseconds. */
export const later = (f: () => void, milliseconds: number): ReturnType<typeof setTimeout> => setTimeout(safely(f), milliseconds)

/** listen calls f, harmlessly, on each of the events named, separated by blanks; on the way down when `capture`. */
export const listen = (target: EventTarget, types: string, f: (event: Event) => void, capture?: boolean): void => {
  for (const type of types.split(' ')) target.addEventListener(type, safely(f), capture)
}
