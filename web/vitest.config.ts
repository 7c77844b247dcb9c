import { defineConfig } from 'vitest/config'

// Files that run in a real browser are *.spec.ts; they are Playwright's.
export default defineConfig({
  test: { include: ['{console,link,widget,wire}/**/*.test.{ts,tsx}'], restoreMocks: true, unstubGlobals: true },
})
