// What helps an operator to write in a chat: emoji, spell check, a draft that stays (CHT-1, CHT-2).
import { expect } from '@playwright/test'
import { badge, line, profile } from './people'
import { look } from './screens'
import { test } from './strangers'
import { console, talking, visitor } from './world'

talking()

test('CHT-1, CHT-2: emoji by keyboard, spell check in the writer’s language, the draft over a reload', async () => {
  const box = console.getByRole('textbox', { name: 'Message' })
  await expect(box).toHaveAttribute('spellcheck', 'true')
  await expect(box).toHaveAttribute('lang', '')
  await box.fill('Thank you!')
  await box.press('ArrowLeft')
  const button = console.getByRole('button', { name: 'Emoji' })
  await button.focus()
  await console.keyboard.press('Enter')
  const choice = console.getByRole('dialog', { name: 'Emoji' })
  await expect(choice.getByRole('button').first()).toBeFocused()
  await look(console, 'emoji')
  await console.keyboard.press('ArrowDown')
  await console.keyboard.press('ArrowRight')
  await expect(choice.getByRole('button').nth(9)).toBeFocused()
  await console.keyboard.press('Escape')
  await expect(choice).toBeHidden()
  await expect(button).toBeFocused()
  await console.keyboard.press('Enter')
  await choice.getByRole('button', { name: '👍' }).click()
  await expect(box).toHaveValue('Thank you👍!')
  await expect(box).toBeFocused()
  await console.keyboard.type('!')
  await expect(box).toHaveValue('Thank you👍!!')

  await console.reload()
  await expect(badge(console, /Bikes/)).toBeVisible()
  if (!(await box.isVisible())) await profile(console, badge(console, /Bikes/))
  await expect(box).toHaveValue('Thank you👍!!')
  await box.press('Enter')
  await expect(line(visitor.page, 'Thank you👍!!')).toHaveCount(1)
})
