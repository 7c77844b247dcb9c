// A web site of somebody else, on an origin of its own: plain pages with the snippet.
import { createServer, type Server } from 'node:http'

/** A page of such a site. */
export interface SitePage {
  title: string
  /** What stands in the head before the snippet. */
  head?: string
  body?: string
  headers?: Record<string, string>
}

/** A web site that has pasted a snippet into its pages. */
export class Elsewhere {
  snippet = ''
  readonly #pages = new Map<string, SitePage>()
  readonly #server: Server
  origin = ''

  private constructor() {
    this.#server = createServer((request, response) => {
      const page = this.#pages.get(request.url?.split('?')[0] ?? '')
      if (!page) return response.writeHead(404).end()
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...page.headers })
      response.end(
        `<!doctype html><html lang="en"><head><title>${page.title}</title>${page.head ?? ''}${this.snippet}</head>` +
          `<body>${page.body ?? `<h1>${page.title}</h1>${'<p>Bread, every day.</p>'.repeat(40)}`}</body></html>`,
      )
    })
  }

  static async open(): Promise<Elsewhere> {
    const site = new Elsewhere()
    await new Promise<void>((listening) => site.#server.listen(0, '127.0.0.1', listening))
    const address = site.#server.address()
    if (!address || typeof address === 'string') throw new Error('no port')
    site.origin = `http://127.0.0.1:${address.port}`
    return site
  }

  /** Puts a page at path and returns its address. */
  page(path: string, page: SitePage): string {
    this.#pages.set(path, page)
    return this.origin + path
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((closed) => this.#server.close(closed))
  }
}
