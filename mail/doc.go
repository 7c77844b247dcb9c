// Package mail sends the e-mails that wait in the queue, once each, through the mail server of the settings.
//
// A mail is queued in the transaction of what it tells, so that both are true or neither. To send it the worker claims it for some minutes,
// by a conditional write, so that of several nodes one sends. Then it is settled: sent, failed for good, or tried again later. A crash
// between the mail server's answer and the settling, or an answer that got lost on its way, sends the mail a second time, with the same
// Message-ID; nothing else does.
package mail
