// Where the site's button stands is set under Settings; pages that are open follow (COM-2).
import { expect } from '@playwright/test'
import { goTo } from './people'
import { look } from './screens'
import { test } from './strangers'
import { beckon, console, visited, visitor } from './world'

/** SOON is within how many milliseconds open pages follow. */
const SOON = 2000 * Number(process.env.SLOW ?? 1)

visited()

/** Where the visitor's button is: from left, right and bottom, and its z-index. */
const place = () =>
  visitor.page.getByRole('button', { name: /Click for Live Help|Leave a message/ }).evaluate((node) => {
    const { left, right, bottom } = node.getBoundingClientRect()
    const { clientWidth, clientHeight } = document.documentElement
    return { left, right: clientWidth - right, bottom: clientHeight - bottom, z: getComputedStyle(node).zIndex }
  })

const field = (name: string) => console.getByRole('textbox', { name })
const save = () => console.getByRole('button', { name: 'Save' })

test('COM-2: an administrator sets corner, distances and z-index; what is out of bounds is said and not saved', async () => {
  expect(await place()).toMatchObject({ right: 28, bottom: 28, z: '2147483647' })
  await goTo(console, 'Settings', 'Site')
  await expect(console.getByRole('radio', { name: 'Bottom right' })).toBeChecked()
  await console.getByRole('radio', { name: 'Bottom left' }).check()
  await field('Distance from the side').fill('401')
  await field('Distance from the bottom').fill('-1')
  await field('z-index').fill('0')
  for (const name of ['Distance from the side', 'Distance from the bottom'])
    await expect(field(name)).toHaveAccessibleDescription('Give a whole number from 0 to 400.')
  await expect(field('z-index')).toHaveAccessibleDescription('Give a whole number from 1 to 2,147,483,647.')
  await expect(save()).toBeDisabled()
  await field('z-index').scrollIntoViewIfNeeded()
  await look(console, 'button-setting-wrong')
  await field('Distance from the side').fill('0')
  await field('Distance from the bottom').fill('120')
  await field('z-index').fill('50')
  await expect(
    console.getByRole('img', { name: 'its button at the bottom left, 0 pixels from the side and 120 from the bottom' }),
  ).toBeVisible()
  await look(console, 'button-setting')
  await save().click()
  await expect.poll(place, { timeout: SOON }).toMatchObject({ left: 0, bottom: 120, z: '50' })
  await look(visitor.page, 'button-elsewhere')

  await visitor.page.goto(`${beckon.shop}cart`)
  await expect.poll(place).toMatchObject({ left: 0, bottom: 120, z: '50' })
  await visitor.page.getByRole('button', { name: /Click for Live Help|Leave a message/ }).click()
  await look(visitor.page, 'panel-elsewhere')

  await console.reload()
  await expect(console.getByRole('radio', { name: 'Bottom left' })).toBeChecked()
  await expect(field('Distance from the bottom')).toHaveValue('120')
  await expect(field('z-index')).toHaveValue('50')
  expect(visitor.errors).toEqual([])
})
