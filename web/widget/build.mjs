// Builds beckon.js, the line over HTTP and the chat panel's module into dist/, and fails when one is over its budget.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, 'dist')

// Bytes on the wire, gzip: budgets P-4 and P-5.
const budgets = { loader: 4096, line: 1536, chat: 20480 }

/** bundle returns the one file that entry becomes, in the language of target; `ours` are names of properties that nobody outside the file knows. */
async function bundle(entry, format, target, ours) {
  const [{ output }] = [
    await build({
      configFile: false,
      root: here,
      logLevel: 'warn',
      build: {
        write: false,
        target,
        cssTarget: ['chrome111', 'firefox113', 'safari16.4'],
        modulePreload: false,
        lib: { entry: join(here, entry), formats: [format], name: 'beckon', fileName: 'out' },
        rolldownOptions: {
          output: { minify: { compress: true, mangle: true, codegen: true, mangleProps: ours && { include: ours } } },
        },
      },
    }),
  ].flat()
  return output[0].code.trim()
}

// Names of the panel's own: none of the protocol, of the browser, of what is kept in its storage, or of what the loader calls.
const ours = new RegExp(
  `^(?:${`
    acknowledged again anew asking attach attaching away begin bytes composer done emailWrong empty folded forget
    free given go goesOn held hint knock leaving made mailState mailed mailing mark meet needs newChat
    node offered opening outbox over passing progress radio rated ready rest retry ring sendLeft sender settle
    shell show showRouting sign stand star steadily thanked toEnd typing unfold upTo update waits welcome welcomed
    wrong
  `
    .trim()
    .split(/\s+/)
    .join('|')})$`,
)
// The loader runs where the panel can't: browsers that have the panel's style sheets know this language.
const loader = await bundle(
  'src/loader/main.ts',
  'iife',
  'es2022',
  /^(?:recall|rest|nudge|untold|kept|point|urgent|see|load|failed|show|set)$/,
)
// The loader knows its address, and one loaded before an upgrade still does: it has no hash.
const line = await bundle('src/line/main.ts', 'es', 'es2021')
const chat = existsSync(join(here, 'src/chat/main.ts')) ? await bundle('src/chat/main.ts', 'es', 'es2022', ours) : ''
const chatName = `chat-${createHash('sha256').update(chat).digest('hex').slice(0, 10)}.js`
// Takes a second and makes what any browser unpacks as gzip, some 2 % smaller than the usual packer's.
// Not before the bundles are there: it takes over how an exception is told.
const pack = promisify((await import('@gfx/zopfli')).default.gzip)
const zipped = {
  loader: await pack(Buffer.from(loader), {}),
  line: await pack(Buffer.from(line), {}),
  chat: await pack(Buffer.from(chat), {}),
}
const bytes = { loader: zipped.loader.length, line: zipped.line.length, chat: zipped.chat.length }

await mkdir(dist, { recursive: true })
for (const old of await readdir(dist)) if (/^chat-/.test(old) && !old.startsWith(chatName)) await rm(join(dist, old))
for (const [name, code, packed] of [
  ['beckon.js', loader, zipped.loader],
  ['line.js', line, zipped.line],
  [chatName, chat, zipped.chat],
]) {
  await writeFile(join(dist, name), code)
  // The server sends these as they are.
  await writeFile(join(dist, `${name}.gz`), packed)
}
await writeFile(join(dist, 'manifest.json'), `${JSON.stringify({ loader: 'beckon.js', chat: chatName, bytes }, null, 2)}\n`)

let over = false
for (const [part, size] of Object.entries(bytes)) {
  console.log(`${part}: ${size} of ${budgets[part]} bytes gzip`)
  if (size > budgets[part]) over = true
}
if (over) {
  console.error('over budget')
  process.exit(1)
}
