import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { isImage, previewSize, saidIn, sizeOf } from './files'

const file = (over: Partial<Schemas['File']> = {}): Schemas['File'] => ({
  id: 'f',
  name: 'bell.png',
  type: 'image/png',
  size: 1,
  ...over,
})

describe('a file', () => {
  it('says its size as people do', () => {
    expect([0, 812, 1024, 24_300, 1024 * 1024 - 1, 3_565_158, 10_485_760].map(sizeOf)).toEqual([
      '0 bytes',
      '812 bytes',
      '1 KB',
      '24 KB',
      '1.0 MB',
      '3.4 MB',
      '10 MB',
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
})
