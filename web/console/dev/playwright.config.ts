import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { chromium } from '../../chromium'

// Looks at the built console over a fake server: `npx vite build -c console/vite.config.ts`, then
// `npx playwright test -c console/dev/playwright.config.ts`. Pictures go to LOOK_DIR when it is set.
// `paint` alone needs the real server: `make build` before, VISITORS for how many simulated ones there are.
export default defineConfig({
  testDir: '.',
  workers: 1,
  reporter: 'line',
  outputDir: join(tmpdir(), 'beckon-look'),
  use: { launchOptions: chromium },
})
