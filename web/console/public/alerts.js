// The console's service worker. It shows what Beckon pushes while no console is in view, and leads a click on it to the console. It answers
// no fetch and keeps nothing.

addEventListener('install', () => skipWaiting())
addEventListener('push', (event) => event.waitUntil(show(noticeOf(event.data))))
addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(lead(event.notification.data ?? {}))
})

async function show(notice) {
  const tag = notice.tag
  const before = await registration.getNotifications({ tag })
  const inView = (await consoles()).some((one) => one.visibilityState === 'visible')
  // Browsers take the right to be pushed to from who then shows nothing: what nobody needs to see is shown without a sound, and taken away.
  const needless = inView || (notice.over && before.length === 0)
  const quiet = needless || notice.over === true
  await registration.showNotification(notice.title, {
    tag,
    body: notice.body,
    icon: 'brand-192.png',
    data: notice,
    silent: quiet,
    renotify: !quiet,
    requireInteraction: notice.ring === true && !quiet,
  })
  if (needless) for (const one of await registration.getNotifications({ tag })) one.close()
}

async function lead(notice) {
  const open = await consoles()
  const console = open.find((one) => one.focused) ?? open.find((one) => one.visibilityState === 'visible') ?? open[0]
  const to = ['conversation', 'request', 'offline'].find((what) => notice[what])
  if (!console) {
    await clients.openWindow(to ? `./#${to}=${encodeURIComponent(notice[to])}` : './')
    return
  }
  console.postMessage({ type: 'lead', to, id: to && notice[to] })
  await console.focus()
}

function consoles() {
  return clients
    .matchAll({ type: 'window', includeUncontrolled: true })
    .then((all) => all.filter(({ url }) => url.startsWith(registration.scope)))
}

function noticeOf(data) {
  try {
    const { title, body, tag, ...more } = data.json()
    return { ...more, title: String(title), body: String(body ?? ''), tag: String(tag || 'beckon') }
  } catch {
    return { title: 'Beckon', body: '', tag: 'beckon' }
  }
}
