const { parse, stringify } = JSON

/** encode returns value as JSON. An own toJSON that is no function keeps one that a page put on Object.prototype away from it. */
export const encode = (value: object): string => stringify({ ...value, toJSON: undefined })

/** decode returns the object that text holds; nothing that a page put on Object.prototype is taken for a field of it. */
export const decode = (text: string): unknown => ({ __proto__: null, ...parse(text) })
