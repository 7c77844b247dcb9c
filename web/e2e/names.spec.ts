// What visitors are called in writing from right to left.
import { expect, type Locator, test } from '@playwright/test'
import { Caller, row, summary } from './callers'
import { change, goTo } from './people'
import { look } from './screens'
import { console as ana, beckon, onDuty } from './world'

onDuty()

test('a long name written from right to left begins where it is seen, everywhere', async () => {
  await change(ana, { responseTimeout: 1 })
  const name = 'אברהם בן יצחק הכהן מירושלים עיר הקודש והמקדש ואחיו התאומים המפורסמים מאוד'
  const caller = await Caller.arrive(beckon, 'cart', 'Your cart')
  await caller.ask(name)
  const other = await Caller.arrive(beckon, 'checkout', 'Checkout')
  await other.ask('Rui Costa')
  const badge = ana.locator('[data-visit]').filter({ hasText: 'אברהם' })
  await expect(badge).toBeVisible()
  await ana.locator('[data-visit]').filter({ hasText: 'Rui' }).dblclick()
  await badge.dblclick()
  const profile = ana.getByRole('complementary').last()
  await begins(badge, name)
  await begins(profile.getByRole('heading', { level: 2 }), name)
  await begins(profile.getByRole('tab', { name }), name)
  await look(ana, 'right-to-left')
  await goTo(ana, 'Communication')
  await begins(row(ana, name), name)
  await row(ana, name).getByRole('button', { name: 'Start chat' }).click()
  await begins(ana.getByRole('region', { name: 'My Communication' }), name)
  await begins(summary(ana), name)
})

/** The first letter of a text is within what the element that holds it shows. */
const begins = (within: Locator, text: string) =>
  expect
    .poll(() =>
      within.getByText(text).evaluate((element) => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
        const range = document.createRange()
        const node = walker.nextNode() as Text
        range.setStart(node, 0)
        range.setEnd(node, 1)
        const [box, letter] = [(node.parentElement as Element).getBoundingClientRect(), range.getBoundingClientRect()]
        return letter.left >= box.left - 1 && letter.right <= box.right + 1
      }),
    )
    .toBe(true)
