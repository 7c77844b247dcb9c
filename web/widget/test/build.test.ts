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

test('no name that the build shortens is one of the protocol', () => {
  const script = readFileSync(join(import.meta.dirname, '../build.mjs'), 'utf8')
  const shortened = /const ours = new RegExp\(\s*`\^\(\?:\$\{`([^`]*)`/.exec(script)?.[1]?.trim().split(/\s+/) ?? []
  expect(shortened.length).toBeGreaterThan(50)
  const protocol = readFileSync(join(import.meta.dirname, '../../wire/schema.d.ts'), 'utf8')
  const said = [...protocol.matchAll(/^\s*"?(\w+)"?\??:/gm)].map(([, name]) => name)
  expect(said).toContain('operatorHere')
  // Nor one of those that are reached by a text.
  const icons = readFileSync(join(src, 'chat/icons.ts'), 'utf8')
  const drawn = [...icons.matchAll(/^ {2}(\w+): 'M/gm)].map(([, name]) => name)
  expect(drawn).toContain('clip')
  expect(shortened.filter((name) => said.includes(name) || drawn.includes(name))).toEqual([])
})
