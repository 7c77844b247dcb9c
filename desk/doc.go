// Package desk is where visitors and operators meet. It holds the words, the rules and the live picture.
//
// A page of a monitored Site connects and says which page it is. Its Visitor, a browser known over time, is now on a Visit; what
// the visit shows on the site monitor is its badge. The page lies in exactly one Zone of the site. A visit whose pages are all
// disconnected is fading for the page-change grace; then the visitor has left; when the visit gap has passed the visit has ended.
//
// An Operator walks up to a visitor by sending an Invitation. It opens in all the visitor's tabs of that site and is then declined,
// accepted, withdrawn, or it expires; an invitation that could not arrive is undeliverable, and says why. An accepted one begins a
// Conversation. A conversation is made of Messages, numbered 1, 2, 3 … without gaps; what happens to it (held, resumed, ended) is
// a message from the system, so that one number orders everything. A conversation has one operator at a time. When it has ended its
// visitor may rate it. Operators put tags on it and write notes, which are no messages: the visitor never learns of them. All
// conversations together are the archive.
//
// When nobody answers, a visitor leaves an off-line message (OfflineMessage). It stands unanswered on the Message board until an operator
// replies or closes it. A reply goes out by Mail, one to each address; so do notices to operators and the transcript of a conversation that
// its visitor asks for. Mail is queued with the fact it tells, and then sent, or has failed.
//
// An Operator who does not look at his console is called by an Alert, in the browsers that he has subscribed (Subscription): a request rings
// at him or waits to be picked, a visitor has written, a message was left. Of the last, and of a request that waits to be picked, he is told
// by Mail as well, as he wants it.
//
// Whatever can happen is a fact (Event) with a past-tense name. It stands in the file of its noun together with the rule that
// allows it and the change it makes, and takes one road (happen.go): recorded in the Store, taken into the live picture and told
// to those who follow, published to other nodes. There are three kinds of fact: recorded now (committed before anybody is told),
// recorded soon (committed in batches, acknowledged then) and passing (never recorded).
//
// Where two could decide differently the Store is the referee: a conditional write has one winner, the loser gets a Conflict that
// says who was first.
package desk
