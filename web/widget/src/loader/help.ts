import { el } from '../dom'
import { stage } from './stage'

/** newHelpButton returns a function that shows the site's button with a text; without one it goes. `open` is called when it is pressed. */
export const newHelpButton = (open: () => void): ((text: string) => void) => {
  const button = el('button', { class: 'help', click: open })
  return (text) => {
    button.textContent = text
    // Last of all: what stands before it hides it. Once there it stays, for it may have the keyboard.
    if (!text) button.remove()
    else if (!button.isConnected) stage().append(button)
  }
}
