// F-33: a side that changes its network is heard again within 5 s of having one.
import { expect } from '@playwright/test'
import { Line, lostWay, way } from './broken'
import { soundOf } from './phone'
import { energyOf, speaking, twoSpeak } from './speaking'
import { test } from './strangers'

twoSpeak()
lostWay()

test('the operator’s network is gone with his line, and another is there: both hear each other again within 5 s, in the same call', async () => {
  const { console } = speaking
  const line = await Line.of(console, /\/api\/v1\/live/)
  await way.ofConsole(console)
  await console.reload()
  const window = await speaking.call()
  line.cut()
  way.cut()
  await expect(speaking.bar).toHaveAttribute('data-call', 'reconnecting', { timeout: 20_000 })
  const before = await Promise.all([console, window].map(energyOf))
  line.mend()
  way.mend()
  await console.evaluate(() => dispatchEvent(new Event('online')))
  await Promise.all(
    [console, window].map((page, i) =>
      expect.poll(() => energyOf(page), { timeout: 5000, intervals: [100] }).toBeGreaterThan((before[i] ?? 0) + 0.01),
    ),
  )
  await speaking.connected(window)
  expect((await soundOf(console)).live).toBe(1)
})
