import { defineConfig } from '@playwright/test'
import { chromium } from '../../chromium'

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../e2e/output/widget',
  workers: 2,
  timeout: 40_000,
  // Whoever waits for a line that comes again waits up to 5 s, on a machine that has other things to do.
  expect: { timeout: 10_000 },
  retries: process.env.CI ? 1 : 0, // as in e2e
  reporter: 'list',
  use: { launchOptions: chromium },
})
