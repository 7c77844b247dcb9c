export default {
  block: 'Block',
  unblock: 'Unblock',
  cancel: 'Cancel',
  title: 'Block {{name}}?',
  explain:
    'The visitor goes from the monitor and the statistics. A chat, request or invitation that is open ends, and nothing of Beckon shows on the visitor’s pages any more. It can be undone in Settings, Blocked visitors.',
  done: '{{name}} is blocked.',
  failed: '{{name}} could not be blocked. {{detail}}',
  undone: '{{name}} may come again.',
  undoFailed: '{{name}} is still blocked. {{detail}}',
  blockedBy: 'Blocked by {{who}}, {{at}}.',
  hint: 'They are not on the monitor and not in the statistics, and nothing of Beckon shows on their pages. Block stands in the menu of a badge and in a profile.',
  none: 'Nobody is blocked.',
  list: 'Blocked visitors',
  by: 'Blocked by {{who}}, {{at}}',
  more: 'Show {{count}} more',
}
