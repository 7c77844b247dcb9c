import { type Browser, type Page, test } from '@playwright/test'
import { Beckon } from '../../e2e/beckon'
import { badge, profile, signIn, Visitor } from '../../e2e/people'

const ROUNDS = 50
// How many simulated visitors walk about meanwhile.
const VISITORS = process.env.VISITORS ?? '45'
// As everywhere in end-to-end tests: headless browsers are kept out as robots.
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

// Prints P-1 with a browser's paint: Send pressed in a console's tab until the invitation is painted in a visitor's tab, over a real server.
// No absolute time is asserted, machines differ.
test('Send pressed until the invitation is painted', async ({ browser }) => {
  test.setTimeout(300_000)
  const beckon = await Beckon.start('--demo', '--demo-visitors', VISITORS)
  try {
    console.log(report(await measure(browser, beckon)))
  } finally {
    for (const context of browser.contexts()) await context.close()
    await beckon.stop()
  }
})

async function measure(browser: Browser, beckon: Beckon): Promise<number[]> {
  const operator = await signIn(browser, beckon, { userAgent: AGENT, viewport: { width: 1440, height: 900 } })
  await operator.evaluate(notePress)
  const visitor = await Visitor.arrive(browser, `${beckon.shop}help/contact?paint`, { userAgent: AGENT })
  await operator.getByRole('button', { name: 'Search or run a command' }).waitFor()
  await visitor.page.evaluate(() => {
    document.title = 'The one who is invited'
  })
  const live = await profile(operator, badge(operator, 'The one who is invited'))
  const waits: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await live.getByRole('button', { name: 'Start communication' }).click()
    const send = operator.getByRole('dialog', { name: /^Invite/ }).getByRole('button', { name: 'Send' })
    await send.waitFor()
    const painted = visitor.page.evaluate(paint)
    await send.click()
    waits.push((await painted) - (await pressed(operator)))
    await live.getByRole('button', { name: 'Withdraw' }).click()
    await visitor.invitation().waitFor({ state: 'detached' })
  }
  return waits
}

/** Notes when Send was pressed: the time of the input, before the console's own work. */
function notePress(): void {
  document.addEventListener(
    'click',
    ({ target, timeStamp }) => {
      if (target instanceof Element && target.closest('button')?.textContent === 'Send')
        Object.assign(window, { pressed: performance.timeOrigin + timeStamp })
    },
    true,
  )
}

const pressed = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as { pressed: number }).pressed)

/** Waits until the invitation is there and no longer transparent, and says when the frame after that began: the picture before it is on the screen. */
function paint(): Promise<number> {
  const visible = (): boolean => {
    const host = document.documentElement.lastElementChild
    const card = host?.shadowRoot?.querySelector('.card')
    return !!card?.firstElementChild?.getBoundingClientRect().height && Number(getComputedStyle(card).opacity) > 0
  }
  return new Promise((done) => {
    const look = (): void => {
      if (visible()) requestAnimationFrame(() => done(performance.timeOrigin + performance.now()))
      else requestAnimationFrame(look)
    }
    look()
  })
}

function report(waits: number[]): string {
  const sorted = [...waits].sort((a, b) => a - b)
  const at = (part: number): string => (sorted[Math.ceil(part * sorted.length) - 1] ?? 0).toFixed(1)
  return `P-1 painted: ${sorted.length} rounds beside ${VISITORS} visitors: p50 ${at(0.5)}, p95 ${at(0.95)}, slowest ${at(1)} ms`
}
