import { type CDPSession, type Page, test } from '@playwright/test'
import { fake } from './fake'
import { crowd, moved, ZONES } from './people'
import { HOME, serveBuild } from './site'

const MANY = 10_000
const CHANGES = 50
const SECONDS = 10

// Prints how the monitor bears a crowd (MON-7, P-10): no absolute time is asserted, machines differ.
test('10,000 visitors, 500 changes a second, scrolling', async ({ page }) => {
  test.setTimeout(120_000)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.addInitScript(watchLongTasks)
  await serveBuild(page)
  const visits = crowd(MANY, Date.now())
  const server = await fake(page, { visits })
  await page.goto(HOME)
  await page
    .getByRole('button', { name: /^Berlin/ })
    .first()
    .waitFor()
  await page.waitForTimeout(2000)
  const opening = await longTasks(page)
  const cdp = await page.context().newCDPSession(page)
  // CPU time of the page's main thread: what else runs on the machine doesn't count.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const before = await spent(cdp)
  const deadline = Date.now() + SECONDS * 1000
  let at = 0
  let frames = 0
  while (Date.now() < deadline) {
    const next = Date.now() + 100
    const changed = Array.from({ length: CHANGES }, () => {
      at = (at + 7) % MANY
      const zone = ZONES[(at + frames) % ZONES.length]?.id ?? 'default'
      const visit = visits[at]
      if (!visit) throw new Error(`no visit ${at}`)
      const now = moved(visit, zone, Date.now())
      visits[at] = now
      return now
    })
    server.send({ type: 'visits', at: Date.now(), changed, gone: [] })
    frames++
    await page.mouse.move(400, 330)
    await page.mouse.wheel(0, frames % 40 < 20 ? 240 : -240)
    await page.waitForTimeout(Math.max(0, next - Date.now()))
  }
  const busy = await longTasks(page)
  const after = await spent(cdp)
  const perFrame = Object.fromEntries(
    Object.entries(after).map(([kind, ms]) => [kind, ((ms - (before[kind] ?? 0)) / frames).toFixed(1)]),
  )
  const count = await page.locator('[data-visit]').count()
  console.log(JSON.stringify({ frames, badgesDrawn: count, opening, whileBusy: busy, cpuMsPerFrame: perFrame }))
})

async function spent(cdp: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  const kinds = ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration', 'TaskDuration']
  return Object.fromEntries(metrics.filter(({ name }) => kinds.includes(name)).map(({ name, value }) => [name, value * 1000]))
}

interface Tasks {
  count: number
  longest: number
}

function watchLongTasks(): void {
  const all: number[] = []
  Object.assign(window, { longTasks: all })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) all.push(Math.round(duration))
  }).observe({ type: 'longtask', buffered: true })
}

function longTasks(page: Page): Promise<Tasks> {
  return page.evaluate(() => {
    const all = (window as unknown as { longTasks: number[] }).longTasks.splice(0)
    return { count: all.length, longest: Math.max(0, ...all) }
  })
}
