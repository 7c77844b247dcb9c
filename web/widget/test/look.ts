// How screens are looked at: as pictures, for a person, and as axe sees them. BECKON_PICTURES names the folder for the pictures.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** shop is a page with the snippet from script. */
export const shop = (script: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bikes</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{margin:0;font:16px system-ui;background:#fff;color:#1d1c1a}header{padding:20px 80px;border-bottom:1px solid #e5e4df}h1{margin:0;font-size:19px}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:24px;padding:32px 80px}
main div{aspect-ratio:4/3;border-radius:8px;background:#eeece7}@media(max-width:480px){header,main{padding-inline:18px}}</style>
<script async src="${script}" data-site="KEY"></script></head>
<body><header><h1>Velo &amp; Bell</h1></header><main><div></div><div></div><div></div><div></div><div></div><div></div></main></body></html>`

/** looks are the windows that every screen is looked at in. */
export const looks = [
  { name: 'desktop-light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'desktop-dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { name: 'phone-light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const

/** still waits until what rises or opens has come to its place: positions and colours count from then. */
export const still = (page: Page): Promise<unknown> =>
  page.evaluate(() =>
    Promise.all(
      document
        .querySelector('div[lang]')
        ?.shadowRoot?.getAnimations()
        .map(({ finished, effect }) => effect?.getComputedTiming().iterations === 1 && finished) ?? [],
    ),
  )

/** clean has axe look at a screen, or at what of it bears this selector, when it stands: what fades in has too little contrast. */
export const clean = async (page: Page, what = 'html'): Promise<void> => {
  await still(page)
  // Else it opens a page of its own each time, for frames of other origins: there are none.
  const axe = new AxeBuilder({ page }).setLegacyMode().include(what)
  // Only colours differ between the themes.
  const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const { violations } = await (dark ? axe.withRules('color-contrast') : axe).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => html + failureSummary)])).toEqual([])
}

/** look takes a picture of a screen and has axe look at it. */
export const look = async (page: Page, name: string): Promise<void> => {
  await still(page)
  if (process.env.BECKON_PICTURES) await page.screenshot({ path: `${process.env.BECKON_PICTURES}/${name}.png` })
  await clean(page)
}
