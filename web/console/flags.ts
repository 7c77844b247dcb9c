import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const PLACE = 'assets/flags/' // served as what never changes

/** flags puts the countries' flags beside the console as files by country code, so that the script carries none of them. */
export function flags(): Plugin {
  const folder = join(dirname(createRequire(import.meta.url).resolve('country-flag-icons/package.json')), '3x2')
  return {
    name: 'flags',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const code = /\/flags\/([A-Z-]+)\.svg$/.exec(request.url ?? '')?.[1]
        if (code === undefined) return next()
        response.setHeader('Content-Type', 'image/svg+xml')
        response.end(readFileSync(join(folder, `${code}.svg`)))
      })
    },
    generateBundle() {
      for (const name of readdirSync(folder)) {
        if (name.endsWith('.svg')) {
          this.emitFile({ type: 'asset', fileName: `${PLACE}${name}`, source: readFileSync(join(folder, name)) })
        }
      }
    },
  }
}
