// Voice for the visitor, in one module: calls in the chat panel, and the call window, whose page names it with #call.
import { openWindow } from './phone/main'

export { start } from './call/main'

if (import.meta.url.endsWith('#call')) openWindow()
