const SHORTEST = 10

/** isLongEnough says whether a password has the ten characters that the server asks for. */
export function isLongEnough(password: string): boolean {
  return [...password].length >= SHORTEST
}
