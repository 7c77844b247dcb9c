import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'

/** POLICY is the Content Security Policy that the server sends with the console. */
export const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'; require-trusted-types-for 'script'"
/** HOME is where the built console seems to be; no server is there. */
export const HOME = 'http://localhost:9/console/'

const DIST = fileURLToPath(new URL('../dist/', import.meta.url))
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** serveBuild serves the built console to a page under the console's policy. */
export async function serveBuild(page: Page): Promise<void> {
  await page.route('http://localhost:9/console/**', async (route) => {
    const path = new URL(route.request().url()).pathname.replace('/console/', '')
    const name = extname(path) ? path : 'index.html'
    const body = await readFile(join(DIST, name)).catch(() => undefined)
    if (!body) return route.fulfill({ status: 404, body: '' })
    return route.fulfill({
      status: 200,
      headers: { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream', 'Content-Security-Policy': POLICY },
      body,
    })
  })
}
