import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? sources(path) : [path]
  })
const src = join(import.meta.dirname, '../src')
const code = sources(src)
  .filter((path) => path.endsWith('.ts'))
  .map((path) => [path.slice(src.length + 1), readFileSync(path, 'utf8')] as const)

test.each(code)('%s puts no text into the page as markup, and reads no form of the page', (_, text) => {
  expect(text).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|setHTML|createContextualFragment|\beval\b|new Function/,
  )
})

test.each(code.filter(([path]) => path.startsWith('loader/')))('%s reads no form field', (_, text) => {
  expect(text).not.toMatch(/\.value\b|FormData/)
})

test('the sources name no address but those they are given', () => {
  for (const [path, text] of code)
    expect([path, text.match(/https?:\/\/(?!www\.w3\.org\/2000\/svg|\S*\|)[\w.]+/g)]).toEqual([path, null])
})

test.each([
  ['ours', 50],
  ['voices', 20],
])('no name that the build shortens is one of the protocol: %s', (list, least) => {
  const script = readFileSync(join(import.meta.dirname, '../build.mjs'), 'utf8')
  const names = new RegExp(`const ${list} = new RegExp\\(\\s*\`\\^\\(\\?:\\$\\{\`([^\`]*)\``).exec(script)?.[1]
  const shortened = names?.trim().split(/\s+/) ?? []
  expect(shortened.length).toBeGreaterThan(least)
  const protocol = readFileSync(join(import.meta.dirname, '../../wire/schema.d.ts'), 'utf8')
  const said = [...protocol.matchAll(/^\s*"?(\w+)"?\??:/gm)].map(([, name]) => name)
  expect(said).toContain('operatorHere')
  // Nor one of those that are reached by a text.
  const reached = {
    ours: ['chat/icons.ts', /^ {2}(\w+): 'M/gm, 'clip'],
    voices: ['phone/view.ts', /^ {2}(\w+): \['/gm, 'hangUp'],
  } as const
  const [file, pattern, one] = reached[list as keyof typeof reached]
  // Nor one of those that a page of another version has kept.
  for (const [path, kind] of [
    ['chat/attaching.ts', 'Attachment'],
    ['chat/outbox.ts', 'Unsent'],
    ['chat/session.ts', 'Session'],
    ['after/leave.ts', 'Left'],
  ] as const) {
    const fields = new RegExp(`export interface ${kind} \\{([^}]*)\\}`).exec(readFileSync(join(src, path), 'utf8'))?.[1] ?? ''
    const kept = [...fields.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name)
    expect(kept.length).toBeGreaterThan(3)
    expect(shortened.filter((name) => kept.includes(name))).toEqual([])
  }
  const texts = [...readFileSync(join(src, file), 'utf8').matchAll(pattern)].map(([, name]) => name)
  expect(texts).toContain(one)
  expect(shortened.filter((name) => said.includes(name) || texts.includes(name))).toEqual([])
})
