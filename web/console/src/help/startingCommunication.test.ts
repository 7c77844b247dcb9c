import { describe, expect, it } from 'vitest'
import help from '../i18n/en/help'
import { OTHER_WAY, STARTING_COMMUNICATION } from './startingCommunication'

const words: Record<string, { title: string; text: string }> = help.step

describe('the help page Starting communication', () => {
  it('DOC-1 tells every step in words', () => {
    for (const step of [...STARTING_COMMUNICATION, ...OTHER_WAY]) {
      expect(words[step.id]?.title, step.id).toBeTruthy()
      expect(words[step.id]?.text, step.id).toBeTruthy()
    }
  })

  it('DOC-1 shows the pictures in their order', () => {
    expect(STARTING_COMMUNICATION.flatMap((step) => step.picture ?? [])).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('S-07 ends in the same dialog by both ways', () => {
    expect(OTHER_WAY.at(-1)?.shows).toEqual(STARTING_COMMUNICATION[1]?.shows)
  })
})
