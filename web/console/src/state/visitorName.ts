import { atom } from 'nanostores'

/** $defaultVisitorName is what a visitor without a name is called: a setting, as it was last fetched. */
export const $defaultVisitorName = atom('Site visitor')
