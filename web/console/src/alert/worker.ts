const WORKER = `${import.meta.env.BASE_URL}alerts.js`

interface ScriptPolicies {
  createPolicy(name: string, rules: { createScriptURL: () => string }): { createScriptURL: (url: string) => string }
}

/** startWorker has our service worker installed, which shows what is pushed; it returns its registration once it works. */
export async function startWorker(): Promise<ServiceWorkerRegistration> {
  await navigator.serviceWorker.register(trusted(), { scope: import.meta.env.BASE_URL })
  return navigator.serviceWorker.ready
}

/** workerHere is our service worker's registration, where it is installed. */
export async function workerHere(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined
  return navigator.serviceWorker.getRegistration(import.meta.env.BASE_URL).catch(() => undefined)
}

// The console's policy takes no script address that is a mere text; this one is ours, whoever asks.
function trusted(): string {
  const { trustedTypes } = window as { trustedTypes?: ScriptPolicies }
  return trustedTypes?.createPolicy('beckon-alerts', { createScriptURL: () => WORKER }).createScriptURL(WORKER) ?? WORKER
}
