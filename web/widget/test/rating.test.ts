// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { newRating } from '../src/after/rating'

const star = (node: HTMLElement, name: string): HTMLInputElement =>
  node.querySelector(`[aria-label="${name}"]`) as HTMLInputElement
const choose = (node: HTMLElement, name: string): void => {
  const radio = star(node, name)
  radio.checked = true
  radio.dispatchEvent(new Event('change', { bubbles: true }))
}
const submit = (node: HTMLElement): boolean =>
  (node.querySelector('form') as HTMLFormElement).dispatchEvent(new Event('submit', { cancelable: true }))

test('five stars with names; nothing is sent before one is chosen', () => {
  const send = vi.fn()
  const { node } = newRating(send)
  expect([...node.querySelectorAll('input')].map((radio) => radio.getAttribute('aria-label'))).toEqual([
    '1 star',
    '2 stars',
    '3 stars',
    '4 stars',
    '5 stars',
  ])
  submit(node)
  expect(send).not.toHaveBeenCalled()
  choose(node, '4 stars')
  submit(node)
  expect(send).toHaveBeenCalledWith(4, '')
  ;(node.querySelector('textarea') as HTMLTextAreaElement).value = '  quick <b>help</b> '
  choose(node, '5 stars')
  submit(node)
  expect(send).toHaveBeenLastCalledWith(5, 'quick <b>help</b>')
})

test('thanks in place of the form; what is wrong beside it', () => {
  const rating = newRating(() => {})
  const form = rating.node.querySelector('form') as HTMLFormElement
  rating.state('asking', 'This can’t be stored right now.')
  expect(form.hidden).toBe(false)
  expect(rating.node.textContent).toContain('can’t be stored')
  rating.state('rated', '')
  expect(form.hidden).toBe(true)
  expect(rating.node.querySelector('[role=status]')?.textContent).toBe('Thank you for your rating.')
})
