// E-mails that call an operator: which he wants is his choice, and who looks at no console is told of a chat request in the queue.
import { expect, test } from '@playwright/test'
import type { Schemas } from '../wire/frames'
import { Caller } from './callers'
import { leave, setUpMail } from './letters'
import { type Letter, mail, mailed } from './mail'
import { change, goTo, join } from './people'
import { look } from './screens'
import { console as ana, beckon, signedIn } from './world'

test.slow()

const MESSAGES = 'E-mail me every message that a visitor leaves'
const REQUESTS = 'E-mail me when a chat request waits in the queue'

mailed()
signedIn()

const tick = (name: string, page = ana) => page.getByRole('checkbox', { name, exact: true })
const wants = async (): Promise<Pick<Schemas['Operator'], 'requestMail' | 'noOfflineMail'>> => {
  const { operator } = (await ana.evaluate(async () => (await fetch('/api/v1/session')).json())) as Schemas['Me']
  return { requestMail: operator.requestMail, noOfflineMail: operator.noOfflineMail }
}
const stored = (requestMail?: true, noOfflineMail?: true) => expect.poll(wants).toEqual({ requestMail, noOfflineMail })
const subjects = () => mail.letters.map(({ raw }: Letter) => /^Subject: (.*)$/m.exec(raw)?.[1])

test('ALT-1: where e-mail is impossible the switches say why and lead there; then each choice holds at once', async ({
  browser,
}) => {
  await goTo(ana, 'Settings', 'Alerts')
  const section = ana.getByRole('region', { name: 'E-mail' })
  await expect(section.getByText('E-mail is not set up.')).toBeVisible()
  await expect(tick(MESSAGES)).toBeDisabled()
  await expect(tick(REQUESTS)).toBeDisabled()
  await expect(section.getByRole('link', { name: 'Give one in Departments' })).toBeVisible()
  await section.scrollIntoViewIfNeeded()
  await look(ana, 'alertmail-impossible')
  const bert = await join(browser, beckon, 'Bert')
  await goTo(bert, 'Settings', 'Alerts')
  await expect(bert.getByText('An administrator does that in Settings, E-mail.')).toBeVisible()
  await section.getByRole('link', { name: 'Name a mail server' }).click()
  await expect(ana.getByLabel('Server', { exact: true })).toBeVisible()

  await setUpMail(ana, mail)
  await expect(bert.getByText('An administrator does that in Settings, E-mail.')).toBeHidden()
  await expect(bert.getByText('You have given no e-mail address.')).toBeVisible()
  await expect(tick(MESSAGES, bert)).toBeDisabled()
  await bert.context().close()
  await goTo(ana, 'Alerts')
  await expect(section.getByText('They go to ana@shop.example, your address in Departments.')).toBeVisible()
  await expect(tick(MESSAGES)).toBeChecked()
  await expect(tick(REQUESTS)).not.toBeChecked()
  await tick(REQUESTS).check()
  await stored(true)
  await tick(MESSAGES).focus()
  await ana.keyboard.press('Space')
  await stored(true, true)
  await ana.reload()
  await expect(tick(REQUESTS)).toBeChecked()
  await expect(tick(MESSAGES)).not.toBeChecked()
  await section.scrollIntoViewIfNeeded()
  await look(ana, 'alertmail')

  await ana.route(/\/api\/v1\/operators\//, (route) => route.abort())
  await tick(REQUESTS).click()
  await expect(section.getByRole('status')).not.toBeEmpty()
  await expect(tick(REQUESTS)).toBeChecked()
})

test('ALT-1: who looks at no console has an e-mail of a request in the queue, and of a message left only if he wants it', async ({
  browser,
}) => {
  await setUpMail(ana, mail)
  await change(ana, { listExpiration: 600, responseTimeout: 2 })
  await goTo(ana, 'Alerts')
  await tick(REQUESTS).check()
  await tick(MESSAGES).uncheck()
  await stored(true, true)
  await leave(browser, beckon, { name: 'Rui', email: 'rui@home.example', text: 'Do you repair bells?' })

  const context = ana.context()
  await ana.close()
  const online = async () => {
    const operators = (await (await context.request.get(`${beckon.url}/api/v1/operators`)).json()) as Schemas['Operator'][]
    return operators.filter((one) => one.online).map((one) => one.login)
  }
  await expect.poll(online).toEqual([])
  const rui = await Caller.arrive(beckon, 'help', 'Help & contact')
  await rui.ask('Rui Costa')
  await expect.poll(subjects).toEqual(['Velo & Bell: Rui Costa is waiting for a chat'])
  const [letter] = mail.letters
  expect(letter?.to).toEqual(['ana@shop.example'])
  expect(letter?.raw).toMatch(/Rui Costa has been waiting for a chat on Velo & Bell since \d\d:\d\d/)
  expect(letter?.raw).toContain('Page: Help & contact')
  expect(letter?.raw).toContain(`${beckon.url}/console/communication`)
  const back = await context.newPage()
  await back.goto(`${beckon.url}/console/communication`)
  await expect(
    back
      .getByRole('row', { name: /Rui Costa/ })
      .or(back.getByText('Rui Costa'))
      .first(),
  ).toBeVisible()
  expect(mail.letters).toHaveLength(1)
})
