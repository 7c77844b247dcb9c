import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { halvesOf, isImage, previewSize, saidIn } from './files'

const file = (over: Partial<Schemas['File']> = {}): Schemas['File'] => ({
  id: 'f',
  name: 'bell.png',
  type: 'image/png',
  size: 1,
  ...over,
})

describe('a file', () => {
  it('keeps what its name ends with where there is little room', () => {
    expect(['bell.png', 'notes', '.profile', 'a.tar.gz', 'Dr. No and the others', 'תמונה.jpeg'].map(halvesOf)).toEqual([
      ['bell', '.png'],
      ['notes', ''],
      ['.profile', ''],
      ['a.tar', '.gz'],
      ['Dr. No and the others', ''],
      ['תמונה', '.jpeg'],
    ])
  })

  it('is shown only where its width and height are known', () => {
    expect([isImage(file()), isImage(file({ width: 20 })), isImage(file({ width: 20, height: 10 }))]).toEqual([
      false,
      false,
      true,
    ])
  })

  it('has a preview that fits, is never larger than it is, and never too thin', () => {
    expect(previewSize(4000, 3000)).toEqual({ width: 260, height: 195 })
    expect(previewSize(100, 80)).toEqual({ width: 100, height: 80 })
    expect(previewSize(1, 8000)).toEqual({ width: 32, height: 220 })
  })

  it('stands for what was said where nothing was written', () => {
    expect([saidIn({ text: 'Hi', files: [file()] }), saidIn({ text: '', files: [file(), file({ name: 'b' })] })]).toEqual([
      'Hi',
      'bell.png, b',
    ])
  })

  it('is said without the marks that make words bold, slanted or code', () => {
    expect(saidIn({ text: 'The *red* one, _not_ `blue_bell` at 3*4' })).toBe('The red one, not blue_bell at 3*4')
  })
})
