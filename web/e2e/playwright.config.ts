import { defineConfig } from '@playwright/test'
import { chromium } from '../chromium'

// On a busy machine: SLOW=3 makes everybody three times as patient.
const patience = Number(process.env.SLOW ?? 1)

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: 'output/results',
  timeout: 60_000 * patience,
  expect: { timeout: 10_000 * patience },
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // One of some 170 that failed on a busy machine keeps nobody's work back: it is listed as flaky, and is a fault to be found.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 10_000 * patience,
    // The robots list holds HeadlessChrome: everybody here comes with an ordinary user agent, one test with the headless one.
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    screenshot: 'only-on-failure',
    // A trace of every test is a sixth of the time. Filming a page keeps it visible besides: no tab would ever be hidden.
    trace: process.env.TRACE ? { mode: 'retain-on-failure', screenshots: false } : 'off',
    launchOptions: chromium,
  },
})
