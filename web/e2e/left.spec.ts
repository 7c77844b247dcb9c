// Nobody is there: a visitor leaves a message with the widget's form, and has the answer in his mailbox.
import { expect, type Locator } from '@playwright/test'
import { setUpMail } from './letters'
import { type Letter, mail, mailed } from './mail'
import { change, goTo, Visitor } from './people'
import { test } from './strangers'
import { console as ana, beckon, signedIn } from './world'

test.slow()

mailed()
signedIn()
test.beforeEach(async () => {
  await setUpMail(ana, mail)
  await change(ana, { listExpiration: 1 })
})

const to = (address: string): Letter[] => mail.letters.filter((letter) => letter.to.includes(address))

/** tint is how much more blue than red a background is: about none in grey. */
const tint = (of: Locator): Promise<number> =>
  of.evaluate((element) => {
    const [red = 0, , blue = 0] =
      getComputedStyle(element)
        .backgroundColor.match(/[\d.]+/g)
        ?.map(Number) ?? []
    return blue - red
  })

test('OFF-1 to OFF-3, MAI-1: left with the widget’s form, light blue on the Message board, answered by mail to the visitor, grey', async ({
  browser,
}) => {
  const live = ana.getByRole('switch', { name: /Live Help/ })
  await expect(live).toHaveAttribute('aria-checked', 'true')
  await live.click()
  await expect(live).toHaveAttribute('aria-checked', 'false')

  const rui = await Visitor.arrive(browser, `${beckon.shop}help`)
  await rui.page.getByRole('button', { name: 'Leave a message' }).click()
  const form = rui.page.getByRole('form', { name: 'Leave a message' })
  await form.getByLabel(/^Name/).fill('Rui Costa')
  await form.getByLabel('E-mail', { exact: true }).fill('rui@home.example')
  await form.getByLabel(/^Subject/).fill('The red bell')
  await form.getByRole('textbox', { name: 'Message' }).fill('Do you repair bells?')
  await form.getByRole('button', { name: 'Send' }).click()
  await expect(rui.page.getByText('Thank you.')).toBeVisible()

  await goTo(ana, 'Communication')
  await ana.getByRole('link', { name: 'Message board' }).click()
  const row = ana.getByRole('listitem').getByRole('link', { name: /Rui Costa/ })
  await expect(row).toContainText('Unanswered')
  expect(await tint(row)).toBeGreaterThan(10)
  await row.click()
  await expect(ana.getByRole('heading', { name: 'The red bell' })).toBeVisible()
  await expect(ana.getByRole('main').getByText('Do you repair bells?')).toBeVisible()
  await expect(ana.getByRole('main').getByText('rui@home.example').first()).toBeVisible()
  await ana.getByLabel('Reply text').fill('Good morning %visitor%, we do.\n\n%name%')
  await ana.getByRole('button', { name: 'Send reply' }).click()

  await expect.poll(() => to('rui@home.example').length).toBe(1)
  const [letter] = to('rui@home.example')
  expect(letter?.to).toEqual(['rui@home.example'])
  expect(letter?.raw).toContain('Good morning Rui Costa, we do.')
  expect(letter?.raw).toMatch(/^Subject: Re: The red bell$/m)
  expect(letter?.raw).toMatch(/^From: .*<help@shop\.example>$/m)
  expect(letter?.raw).toMatch(/^Reply-To: .*<ana@shop\.example>$/m)
  await expect(ana.getByText('rui@home.example – sent')).toBeVisible()
  await expect(row).toContainText('Answered by Ana')
  await expect(row).toHaveAttribute('data-state', 'closed')
  expect(await tint(row)).toBeLessThan(3)
  expect(to('rui@home.example')).toHaveLength(1)
  expect(rui.errors).toEqual([])
})
