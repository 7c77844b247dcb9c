/** MOST_FILES is how many files a message may carry. */
export const MOST_FILES = 5

/** sizeOf says how large a file is, on both sides of a chat: 812 bytes, 24 KB, 3.4 MB. */
export const sizeOf = (bytes: number): string => {
  if (bytes < 1024) return `${bytes} byte${bytes === 1 ? '' : 's'}`
  const kilobytes = Math.round(bytes / 1024)
  if (kilobytes < 1024) return `${kilobytes} KB`
  const tenths = Math.round(bytes / 104857.6)
  return `${tenths < 100 ? tenths / 10 : Math.round(tenths / 10)} MB`
}

/** shortName is the name of a file without its middle when it is long: how it ends tells what it is. */
export const shortName = (name: string): string => {
  const all = [...name]
  return all.length > 44 ? `${all.slice(0, 28).join('')}…${all.slice(-15).join('')}` : name
}

/** leftOut says that a message has no room for more files, and which of those that were chosen it does not take. */
export const leftOut = (names: readonly string[]): string => {
  const rest = names.length > MOST_FILES ? ` and ${names.length - MOST_FILES} more` : ''
  return `Left out: ${names.slice(0, MOST_FILES).map(shortName).join(', ')}${rest}.`
}
