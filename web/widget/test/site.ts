import { createServer, type Server } from 'node:http'
import { listening } from './fake'

/** Site is a web site of somebody else, on another origin than Beckon's. */
export class Site {
  origin = ''
  pages = new Map<string, { html: string; headers?: Record<string, string> }>()
  private http: Server | undefined

  async start(): Promise<this> {
    this.http = createServer((request, response) => {
      const page = this.pages.get((request.url ?? '/').split('?')[0] ?? '/')
      if (!page) return response.writeHead(404).end()
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...page.headers })
      response.end(page.html)
    })
    this.origin = `http://localhost:${await listening(this.http)}`
    return this
  }

  async stop(): Promise<void> {
    this.http?.closeAllConnections()
    await new Promise((done) => this.http?.close(done))
  }
}
