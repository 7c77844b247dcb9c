import { defineConfig } from '@playwright/test'
import { chromium } from '../../chromium'

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../e2e/output/widget',
  workers: 1,
  timeout: 20_000,
  reporter: 'list',
  use: { launchOptions: chromium },
})
