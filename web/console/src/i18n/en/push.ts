export default {
  title: 'Web push',
  hint: 'Reaches you while no console is in view: in a tab that sleeps, in a closed window, on a locked phone.',
  forAll: 'Allow web push',
  forAllHint:
    'For all operators. Alerts then go through the push service of the browser’s maker (such as Google, Mozilla, Apple or Microsoft). Their content is encrypted so that only the browser can read it; nobody needs an account.',
  here: 'Push alerts to this browser',
  hereHint: 'While you are signed in here. It is silent while you use a console.',
  kinds: 'What is pushed to this browser',
  request: 'Chat request, new chat',
  message: 'Message in a chat of yours',
  offline: 'Message that a visitor leaves',
  off: 'Allow web push first.',
  offForOthers: 'Web push is off. An administrator allows it on this page.',
  asked: 'The browser was not given leave to notify you. Switch it on again, and allow notifications.',
  denied: 'The browser does not let Beckon notify you. Allow notifications for this address in its settings.',
  insecure: 'Web push needs HTTPS: open the console by an address that begins with https.',
  missing: 'This browser has no web push.',
  install: 'On this phone or tablet Beckon has to be on the home screen: Share, Add to Home Screen. Then open it there.',
  unreachable:
    'The browser could not subscribe at its maker’s push service. Check its connection and its settings, then try again.',
}
