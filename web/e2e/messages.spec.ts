// Messages left and answered by mail: the Message board, the e-mail settings, and a mail server that is really spoken with.
import { expect, type Page, test } from '@playwright/test'
import { Beckon } from './beckon'
import { leave, setUpMail } from './letters'
import { mail, mailed } from './mail'
import { allLeave, goTo, signIn } from './people'
import { look } from './screens'

test.slow()

/** openBoard goes to the Message board by way of the Communication overview. */
const openBoard = async (console: Page) => {
  await goTo(console, 'Communication')
  await console.getByRole('link', { name: 'Message board' }).click()
}

let beckon: Beckon
mailed()
test.afterEach(async ({ browser }) => {
  await allLeave(browser)
  await beckon.stop()
})

const got = (letters: number) => expect.poll(() => mail.letters.length).toBe(letters)
const row = (console: Page, name: string | RegExp) => console.getByRole('listitem').getByRole('link', { name })

test('OFF-1 OFF-2 OFF-3 MAI-1 a message is left, told by mail, answered by mail to one, a new and all addresses, and closed', async ({
  browser,
}) => {
  beckon = await Beckon.demo()
  const console = await signIn(browser, beckon)
  await goTo(console, 'Settings', 'E-mail')
  await expect(console.getByRole('button', { name: 'Send a test message' })).toBeDisabled()
  await setUpMail(console, mail)
  await console.getByRole('button', { name: 'Send a test message' }).click()
  await expect(console.getByText(/has taken a message to ana@shop.example/)).toBeVisible()
  await got(1)

  await leave(browser, beckon, {
    name: 'Gerda',
    email: 'gerda@home.example',
    subject: 'The red bell',
    text: 'Is it <b>really</b> red?',
  })
  await got(2)
  expect(mail.letters[1]?.to).toEqual(['ana@shop.example'])
  const link = /http\S+\/console\/messages\/[\w-]+/.exec(mail.letters[1]?.raw ?? '')?.[0] ?? ''
  const size = console.viewportSize() ?? { width: 1280, height: 720 }
  await console.setViewportSize({ width: 390, height: 844 })
  const left = console.getByRole('group', { name: 'MSG' })
  await expect(left).toContainText('1')
  await left.getByRole('button', { name: 'Next', exact: true }).click()
  await expect(console).toHaveURL(link)
  await console.setViewportSize(size)
  await goTo(console, 'Monitor')
  await console.goto(link) // from the notice
  await expect(console.getByRole('heading', { name: 'The red bell' })).toBeVisible()
  await expect(console.getByText('Is it <b>really</b> red?')).toBeVisible()

  await console.getByLabel('Reply text').fill('Hello %visitor%, as red as can be. %name%')
  await console.getByRole('button', { name: 'Send reply' }).click()
  await got(3)
  expect(mail.letters[2]?.to).toEqual(['gerda@home.example'])
  expect(mail.letters[2]?.raw).toContain('Hello Gerda, as red as can be.')
  expect(mail.letters[2]?.raw).toContain('Subject: Re: The red bell')
  expect(mail.letters[2]?.raw).toMatch(/Reply-To: .*<ana@shop.example>/)
  await expect(console.getByText('gerda@home.example – sent')).toBeVisible()
  await expect(row(console, /Gerda.*Answered by/)).toBeVisible()
  await expect(console.getByLabel('Reply text')).toHaveValue('')

  await console.getByLabel('To', { exact: true }).selectOption('<add email>')
  await console.getByLabel('Reply text').fill('To your office, too')
  await console.getByLabel('E-mail address').fill('no address')
  await console.getByRole('button', { name: 'Send reply' }).click()
  await expect(console.getByText('This is not an e-mail address.')).toBeVisible()
  await console.getByLabel('E-mail address').fill('gerda@work.example')
  await console.getByRole('button', { name: 'Send reply' }).click()
  await got(4)
  expect(mail.letters[3]?.to).toEqual(['gerda@work.example'])
  await console.getByLabel('To', { exact: true }).selectOption('<all emails>')
  await console.getByLabel('Reply text').fill('To both')
  await console.getByLabel('Reply text').press('Control+Enter')
  await got(6)
  expect(
    mail.letters
      .slice(4)
      .flatMap(({ to }) => to)
      .sort(),
  ).toEqual(['gerda@home.example', 'gerda@work.example'])

  await console.getByRole('button', { name: 'View profile' }).click()
  await expect(console.getByRole('tabpanel', { name: 'Messages' })).toContainText('Is it <b>really</b> red?')
  await console.getByRole('button', { name: 'Reopen message' }).click()
  await expect(row(console, /Gerda.*Unanswered/)).toBeVisible()
  await console.getByRole('button', { name: 'Close message' }).click()
  await expect(console.getByRole('button', { name: 'Reopen message' })).toBeVisible()
})

test('OFF-2 MAI-1 a draft stays, a failed mail is shown and sent again, and without a mail server nothing pretends to be sent', async ({
  browser,
}) => {
  beckon = await Beckon.demo()
  const console = await signIn(browser, beckon)
  await leave(browser, beckon, { email: 'gerda@home.example', text: 'Do you deliver?' })
  await openBoard(console)
  await row(console, /gerda@home.example/).click()
  await expect(console.getByText('E-mail is not set up')).toBeVisible()
  await console.getByLabel('Reply text').fill('We do.')
  await expect(console.getByRole('button', { name: 'Send reply' })).toBeDisabled()
  await setUpMail(console, mail)
  mail.refuse = '550 no such address'
  await openBoard(console)
  await row(console, /gerda@home.example/).click()
  await expect(console.getByLabel('Reply text')).toHaveValue('We do.')
  await console.getByRole('button', { name: 'Send reply' }).click()
  await expect(console.getByText(/not sent: the mail server knows no such address/)).toBeVisible()
  mail.refuse = ''
  await goTo(console, 'Settings', 'E-mail')
  await console.getByRole('button', { name: 'Send again' }).click()
  await got(1)
  await expect(console.getByText('0 e-mails wait · 0 have failed')).toBeVisible()
})

test('screens of the Message board and the e-mail settings: empty, full, wrong', async ({ browser }) => {
  beckon = await Beckon.demo()
  const console = await signIn(browser, beckon)
  await openBoard(console)
  await expect(console.getByRole('heading', { name: 'No messages yet' })).toBeVisible()
  await look(console, 'messages-empty')
  await goTo(console, 'Settings', 'E-mail')
  await expect(console.getByLabel('Server', { exact: true })).toBeVisible()
  await look(console, 'email-empty')
  await leave(browser, beckon, {
    name: 'Rui Costa',
    email: 'rui@home.example',
    subject: 'Saddle height',
    text: 'How high does it go?',
  })
  await leave(browser, beckon, { email: 'noor@home.example', text: 'Do you deliver to Antwerp?\n\nNoor' })
  await openBoard(console)
  await row(console, /noor@home.example/).click()
  await expect(console.getByText('E-mail is not set up')).toBeVisible()
  await look(console, 'messages-without-mail')
  await setUpMail(console, mail)
  await look(console, 'email-set-up')
  await leave(browser, beckon, {
    name: 'Sanne',
    email: 'sanne@home.example',
    subject: 'A child seat',
    text: 'Does the Kestrel take a child seat?\n\nSanne',
  })
  mail.refuse = '550 no such address'
  await openBoard(console)
  await row(console, /Rui Costa/).click()
  await console.getByLabel('Reply text').fill('Up to 95 cm.\n\n%name%')
  await console.getByRole('button', { name: 'Send reply' }).click()
  await expect(console.getByText(/not sent: the mail server knows/)).toBeVisible()
  await look(console, 'messages-answered')
  await row(console, /Sanne/).click()
  await console.getByLabel('To', { exact: true }).selectOption('<add email>')
  await console.getByLabel('Reply text').fill('It does.')
  await console.getByRole('button', { name: 'Send reply' }).click()
  await expect(console.getByText('This is not an e-mail address.')).toBeVisible()
  await look(console, 'messages')
  await openBoard(console)
  await expect(console.getByText('Choose a message')).toBeVisible()
  await look(console, 'messages-list')
  await goTo(console, 'Settings', 'E-mail')
  await console.getByLabel('Port').fill('x')
  await console.getByLabel('User name').fill('shop')
  await expect(console.getByText('A port is a number')).toBeVisible()
  await look(console, 'email-wrong')
  await console.getByRole('button', { name: 'Discard' }).click()
  await console.route('**/api/v1/offline**', (route) => route.fulfill({ status: 503, body: '{}' }))
  await console.goto(`${beckon.console}messages/unknown`)
  await expect(console.getByText(/The messages can’t be shown/).first()).toBeVisible({ timeout: 20_000 })
  await look(console, 'messages-error')
})
