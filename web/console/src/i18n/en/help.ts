export default {
  title: 'Help',
  nav: 'Help pages',
  startingCommunication: 'Starting communication',
  intro:
    'You walk up to a visitor by sending an invitation. It opens in the visitor’s browser by itself; the visitor decides whether to talk.',
  otherWay: 'The other way',
  otherWayIntro: 'The same dialog opens from the visitor’s profile:',
  after: 'Good to know',
  places: { console: 'You', page: 'The visitor' },
  picture: 'Picture of this step: {{title}}',
  step: {
    menu: {
      title: 'Open the badge’s menu',
      text: 'Right-click the visitor’s badge on the monitor. With the keyboard: the Menu key or Shift+F10; on a touch screen press long.',
    },
    engage: {
      title: 'Choose **Engage in communication**',
      text: 'The profile opens beside the monitor with **Live Communication** in front, and the message dialog opens by itself. The text is ready; type over it, choose a prepared one with **Canned**, and see below it what the visitor will read.',
    },
    send: {
      title: 'Press **Send**',
      text: 'The dialog closes and **Live Communication** shows how far the invitation has come: sent, delivered, shown. **Withdraw** takes it back.',
    },
    invitation: {
      title: 'The invitation opens',
      text: 'In all the visitor’s tabs of the site a card shows your name and your text. **Close** sends it away: the visitor browses on and you are told.',
    },
    'start-chat': {
      title: 'The visitor presses **Start Chat**',
      text: '**Open chat with operator** asks for a name, which may stay empty, and for **Text chat** or **Voice chat**. **Cancel** goes back to the invitation.',
    },
    start: {
      title: 'The visitor presses **Start**',
      text: 'The chat begins. You hear a ring, the badge shows the chat marker, and the conversation stands on **Live Communication**.',
    },
    write: {
      title: 'Write in **Message**',
      text: 'Enter sends, Shift+Enter begins a new line. A message stays marked as sending until it is safely stored; delivered means that it is in the visitor’s browser.',
    },
    hold: {
      title: 'Press **Hold** when somebody else needs you',
      text: 'The visitor is told and can’t send until you are back; what was typed stays.',
    },
    resume: {
      title: 'Press **Resume**',
      text: 'The chat goes on where it was. **End chat** ends it for both; the visitor can end it too.',
    },
    profile: { title: 'Double-click the badge', text: 'Or select it and press Enter: the visitor’s profile opens.' },
    tab: {
      title: 'Choose **Live Communication**',
      text: 'It says whether the visitor can be invited, and if not, why and by whom.',
    },
    'start-communication': { title: 'Press **Start communication**', text: 'The message dialog opens. Go on as above.' },
  },
  facts: {
    refusal: 'A visitor who refused can be invited again; the dialog warns you first.',
    one: 'One visitor, one operator: somebody who talks, or has an unanswered invitation, can’t be invited by anyone else. You see by whom.',
    expiry:
      'An unanswered invitation goes with the visitor from page to page and expires after ten minutes, or what Settings say.',
    variables: '%name%, %visitor%, %page% and %site% are filled when **Send** is pressed.',
  },
}
