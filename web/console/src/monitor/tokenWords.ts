import type { TFunction } from 'i18next'
import type { Token } from './tokens'

/** wordsOfToken says in words what a token shows. */
export function wordsOfToken(t: TFunction<'monitor'>, token: Token): string {
  return t(`token.${token.name}`, { operator: token.operator || t('colleague') })
}
