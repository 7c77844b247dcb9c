// The fake server's files: it takes what pages send and gives the bytes back, or does what a test wants of it instead.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Schemas } from '../../wire/frames'

type Kept = Schemas['File']

/** FakeFiles is the part of the server that has to do with files. */
export class FakeFiles {
  kept = new Map<string, { file: Kept; bytes: Buffer }>()
  /** What was sent with each upload. */
  uploads: Record<string, string>[] = []
  /** How often bytes were asked for. */
  fetched: string[] = []
  /** How uploads are refused; nothing: they are taken. */
  refusal: { status: number; detail: string } | undefined
  /** Uploads are not read while set: they stand still. */
  still = false
  private standing: (() => void)[] = []

  /** Puts a file there, as if somebody had sent it. */
  put(name: string, bytes: Buffer, id = `file-${this.kept.size}-xxxxxxxxxxxx`): Kept {
    const png = bytes.subarray(1, 4).toString() === 'PNG'
    const size = png ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : {}
    const file = { id, name, type: png ? 'image/png' : 'application/octet-stream', size: bytes.length, ...size }
    this.kept.set(id, { file, bytes })
    return file
  }

  /** Lets the uploads that stand still go on. */
  goOn(): void {
    this.still = false
    for (const go of this.standing.splice(0)) go()
  }

  /** Cuts the uploads that stand still off. */
  cut(): void {
    this.still = false
    this.standing = []
  }

  async answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '')
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end()
      return
    }
    if (this.still && path === '/v1/file') await new Promise<void>((go) => this.standing.push(go))
    const raw = await buffer(request)
    const form = await new Request('http://fake/', {
      method: 'POST',
      headers: { 'Content-Type': `${request.headers['content-type']}` },
      body: new Uint8Array(raw),
    }).formData()
    const id = `${form.get('id')}`
    if (path === '/v1/file/bytes') {
      this.fetched.push(id)
      const there = this.kept.get(id)
      if (form.get('token') !== 'token-of-the-visitor' || form.get('site') !== 'KEY' || !there) response.writeHead(404).end()
      else response.writeHead(200, { 'Content-Type': there.file.type }).end(there.bytes)
      return
    }
    const fields = Object.fromEntries([...form].filter(([, value]) => typeof value === 'string')) as Record<string, string>
    this.uploads.push(fields)
    const sent = form.get('file') as File
    const { refusal } = this
    response.writeHead(refusal?.status ?? 200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(refusal ?? this.put(sent.name, Buffer.from(await sent.arrayBuffer()), id)))
  }
}
