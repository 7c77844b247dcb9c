import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

// Looks at the built console over a fake server: `npx vite build -c console/vite.config.ts`, then
// `npx playwright test -c console/dev/playwright.config.ts`. Pictures go to LOOK_DIR when it is set.
export default defineConfig({
  testDir: '.',
  workers: 1,
  reporter: 'line',
  outputDir: join(tmpdir(), 'beckon-look'),
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
