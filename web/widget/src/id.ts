/** newID returns 96 random bits as about 30 characters; it works outside secure contexts too. */
export const newID = (): string => crypto.getRandomValues(new Uint32Array(3)).join('-')
