import { expect, test } from 'vitest'
import { placeText, waitText } from '../src/chat/words'

test.each([
  [0, ''],
  [1, 'Expected wait: less than a minute.'],
  [44, 'Expected wait: less than a minute.'],
  [45, 'Expected wait: about 1 minute.'],
  [120, 'Expected wait: about 2 minutes.'],
  [3300, 'Expected wait: about 55 minutes.'],
  [3400, 'Expected wait: about an hour or more.'],
  [86400, 'Expected wait: about an hour or more.'],
])('a wait of %d s is said in words', (seconds, want) => {
  expect(waitText(seconds)).toBe(want)
})

test('a place that is not known is not said', () => {
  expect([placeText(0), placeText(2)]).toEqual(['', 'You are number 2 in the queue.'])
})
