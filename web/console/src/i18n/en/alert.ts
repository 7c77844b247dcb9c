export default {
  started: '{{name}} has started a chat with you.',
  open: 'Open',
  titleStarted: '{{name}} is waiting – Beckon',
  titleRequest: 'Chat request: {{name}}',
  request: '{{name}} asks for a chat.',
  message: '{{name}} has written to you.',
  titleMessage: '{{name}} has written – Beckon',
}
