import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { flags } from './flags.ts'

// A running `beckon serve` for `vite dev`; the build does not know it.
const server = process.env.BECKON ?? 'http://localhost:8080'

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react(), tailwindcss(), flags()],
  build: {
    outDir: 'dist',
    emptyOutDir: true, // public/.gitkeep brings back the one file of dist that is committed
    assetsInlineLimit: 0, // the policy of the console allows fonts and scripts from files only
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': { target: server, ws: true } } },
})
