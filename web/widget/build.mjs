// Builds beckon.js, the line over HTTP, the chat panel's module and its parts, and the call window, into dist/, and fails when one is over its budget.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, 'dist')

// Bytes on the wire, gzip: budgets P-4 and P-5. What opens with a chat counts together, where voice can be had too.
const budgets = { loader: 4096, line: 1536, 'chat and voice': 20480, emoji: 1024, files: 3584, after: 4096, phone: 8192 }

/**
 * bundle returns the one file that entry becomes, in the language of target; `ours` are names of properties that nobody outside the files of
 * one `cache` knows, or nobody outside the file.
 */
async function bundle(entry, format, target, ours, define, cache = {}) {
  const [{ output, mangleCache }] = [
    await build({
      configFile: false,
      root: here,
      logLevel: 'warn',
      define,
      build: {
        write: false,
        target,
        cssTarget: ['chrome111', 'firefox113', 'safari16.4'],
        modulePreload: false,
        lib: { entry: join(here, entry), formats: [format], name: 'beckon', fileName: 'out' },
        rolldownOptions: {
          output: { minify: { compress: true, mangle: true, codegen: true, mangleProps: ours && { include: ours, cache } } },
        },
      },
    }),
  ].flat()
  Object.assign(cache, mangleCache)
  return output[0].code.trim()
}

// Names of the voice part's and of the call window's own.
const voices = new RegExp(
  `^(?:${`
    asleep barred begin carry doubt face follow good hanging hope hum listen
    measure met mic node nudge report revive silence silent speak speaks still tell untold waits wake wanted wishes
  `
    .trim()
    .split(/\s+/)
    .join('|')})$`,
)

// Names of the panel's own: none of the protocol, of the browser, of what is kept in its storage, or of what the loader calls.
const ours = new RegExp(
  `^(?:${`
    acknowledged again anew asking attach attaching away begin bytes composer done emailWrong empty folded forget
    free given go goesOn held hint knock leaving made mailState mailed mailing mark meet needs newChat
    node opening outbox over passing progress radio rated ready rest retry ring sendLeft sender settle
    shell show showRouting sign stand star steadily thanked toEnd typing unfold upTo update waits welcome welcomed
    wrong wishes enclosing rateAgain endAgain pasted leave rates typed
    ending peek stay untold edit offering outage queueing fetching beckoned ringUnseen
    here when forms newLeaving newLeaveScreen dropOn newRating newMailing newAttachments saveTranscript newRow become judged filing afterwards
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
// A name with a hash may be kept for ever.
const named = (name, end, content) => `${name}-${createHash('sha256').update(content).digest('hex').slice(0, 10)}.${end}`
// What the panel and its parts call the same thing by, they shorten in the same way.
const shortened = {}
// Its parts are named by what is in them: the names are put in when they are known.
const parts = { EMOJI: 'src/chat/emoji.ts', FILES: 'src/files/main.ts', AFTER: 'src/after/main.ts', VOICE: 'src/call/main.ts' }
const names = Object.fromEntries(Object.keys(parts).map((part) => [part, JSON.stringify(`${part}_MODULE`)]))
let chat = await bundle('src/chat/main.ts', 'es', 'es2022', ours, names, shortened)
const files = []
for (const [part, entry] of Object.entries(parts)) {
  const own = part === 'VOICE' ? new RegExp(`${ours.source}|${voices.source}`) : ours
  const code = await bundle(entry, 'es', 'es2022', own, {}, { ...shortened })
  const name = named(part.toLowerCase(), 'js', code)
  files.push([part.toLowerCase(), name, code])
  chat = chat.replace(`${part}_MODULE`, name)
}
const chatName = named('chat', 'js', chat)
// The call window with its page: nobody but it loads that.
const phone = await bundle('src/phone/main.ts', 'es', 'es2022', voices)
const phoneName = named('phone', 'js', phone)
const page = (await readFile(join(here, 'src/phone/call.html'), 'utf8')).replace('PHONE', phoneName)
// Takes a second and makes what any browser unpacks as gzip, some 2 % smaller than the usual packer's.
// Not before the bundles are there: it takes over how an exception is told.
const pack = promisify((await import('@gfx/zopfli')).default.gzip)
files.push(
  ['loader', 'beckon.js', loader],
  ['line', 'line.js', line],
  ['chat', chatName, chat],
  ['phone', phoneName, phone],
  ['phone', 'call.html', page],
)
const bytes = {}

await mkdir(dist, { recursive: true })
for (const old of await readdir(dist))
  if (/^(chat|emoji|files|after|voice|phone)-/.test(old) && !files.some(([, name]) => old.startsWith(name)))
    await rm(join(dist, old))
for (const [part, name, content] of files) {
  const packed = await pack(Buffer.from(content), {})
  bytes[part] = (bytes[part] ?? 0) + packed.length
  await writeFile(join(dist, name), content)
  // The server sends these as they are.
  await writeFile(join(dist, `${name}.gz`), packed)
}
await writeFile(join(dist, 'manifest.json'), `${JSON.stringify({ loader: 'beckon.js', chat: chatName, bytes }, null, 2)}\n`)

let over = false
for (const [part, size] of Object.entries({ ...bytes, 'chat and voice': bytes.chat + bytes.voice })) {
  const most = budgets[part]
  console.log(`${part}: ${size} ${most ? `of ${most} ` : ''}bytes gzip`)
  if (size > most) over = true
}
if (over) {
  console.error('over budget')
  process.exit(1)
}
