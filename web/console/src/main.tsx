import './theme.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { router } from './app/router'
import { startWords } from './i18n'
import { enter } from './signin/once'
import { showAppearance } from './state/appearance'
import { singly } from './ui/singly'

enter()
showAppearance()
singly(window)
await startWords()
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App router={router} />
    </StrictMode>,
  )
}
