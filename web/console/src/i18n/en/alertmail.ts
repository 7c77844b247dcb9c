export default {
  title: 'E-mail',
  hint: 'For you, whichever browser you use.',
  to: 'For you, whichever browser you use. They go to {{address}}, your address in Departments.',
  messages: 'E-mail me every message that a visitor leaves',
  requests: 'E-mail me when a chat request waits in the queue',
  requestsHint: 'Only while you use no console, and at most once in two minutes.',
  notSetUp: 'E-mail is not set up.',
  setUp: 'Name a mail server',
  notSetUpForOthers: 'E-mail is not set up. An administrator does that in Settings, E-mail.',
  noAddress: 'You have given no e-mail address.',
  give: 'Give one in Departments',
}
