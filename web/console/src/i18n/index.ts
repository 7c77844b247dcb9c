import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

const files = import.meta.glob<object>('./en/*.ts', { eager: true, import: 'default' })
const en = Object.fromEntries(Object.entries(files).map(([path, words]) => [path.slice('./en/'.length, -'.ts'.length), words]))

/** startWords makes the texts of the console available: each file in `en` is a namespace. More than English comes with API-7. */
export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    ns: Object.keys(en),
    resources: { en } as Record<string, Record<string, Record<string, string>>>,
    interpolation: { escapeValue: false }, // React escapes
  })
}

/** text is a text of the console for use outside components; `key` names its namespace, such as `shell:open`. */
export function text(key: string, values: Record<string, unknown> = {}): string {
  return i18next.t(key, values) as string
}
