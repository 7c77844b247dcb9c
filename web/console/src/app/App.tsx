import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { queries } from '../state/api'
import { TooltipProvider } from '../ui/Tooltip'
import type { router as consoleRouter } from './router'

/** App is the console. Nothing in it adds a style element to the page, which the console's policy would not allow. */
export function App({ router }: { router: typeof consoleRouter }) {
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <TooltipProvider>
          <RouterProvider router={router} />
        </TooltipProvider>
      </QueryClientProvider>
    </CSPProvider>
  )
}
