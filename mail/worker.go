package mail

import (
	"cmp"
	"context"
	"crypto/x509"
	"log/slog"
	"net"
	"sync"
	"time"

	"beckon/desk"
)

// Queue keeps the mails that are to be sent. Errors are *desk.Error.
type Queue interface {
	// DueMail returns mails to be tried by now, those that wait longest first.
	DueMail(ctx context.Context, now time.Time, limit int) ([]desk.Mail, error)
	// ClaimMail gives a queued mail to the caller until a moment, and counts a try; false when somebody else has it.
	ClaimMail(ctx context.Context, id desk.MailID, now, until time.Time) (bool, error)
	// SettleMail writes down what came of a try: State, Trouble, Next and Done.
	SettleMail(ctx context.Context, m desk.Mail) error
	// HurryMail has mails tried at once that wait because the mail server as a whole was in trouble.
	HurryMail(ctx context.Context, now time.Time) error
	// ForgetMail empties mails that were sent before a moment.
	ForgetMail(ctx context.Context, before time.Time) error
}

// Desk is what the worker needs of the desk.
type Desk interface {
	MailSettings() desk.MailSettings
	MailWaits() <-chan struct{}
	TellMail(about desk.OfflineID)
}

// Options say on what a worker stands.
type Options struct {
	Queue     Queue
	Desk      Desk
	Files     Files
	PublicURL string         // of links in mails, without a slash at the end
	Roots     *x509.CertPool // whom TLS trusts; nil: the system's
	// Dial connects to the mail server; nil: over TCP.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Times of the queue.
const (
	firstRetry  = time.Minute        // doubling
	longestWait = 6 * time.Hour      // between two tries
	triedFor    = 3 * 24 * time.Hour // then it has failed
	usefulFor   = 30 * time.Minute   // that a visitor waits; nobody is sent for to whom has gone long since
	sendWithin  = time.Minute        // one mail without files, from connecting to the server's answer
	claimedFor  = 5 * time.Minute    // more than sending takes: nobody else may begin meanwhile
	serverPause = time.Minute        // after a trouble of the mail server as a whole
	lookEvery   = 30 * time.Second   // for what became due, and for what other nodes have left
	storeWithin = 5 * time.Second
	settleAgain = 2 * time.Second
	keptFor     = 7 * 24 * time.Hour // texts of what was sent
	forgetEvery = time.Hour
	endWithin   = 10 * time.Second // a mail under way when the worker is closed
	run         = 20               // mails read at once
)

// Worker sends what is due. Close it before the desk.
type Worker struct {
	Options
	stop    context.CancelFunc // takes no more mail
	abandon context.CancelFunc // breaks off the one under way
	ended   sync.WaitGroup
}

// Start returns a worker that sends from now on.
func Start(o Options) *Worker {
	if o.Dial == nil {
		o.Dial = (&net.Dialer{Timeout: connectWithin}).DialContext
	}
	going, stop := context.WithCancel(context.Background())
	sending, abandon := context.WithCancel(context.Background())
	w := &Worker{Options: o, stop: stop, abandon: abandon}
	w.ended.Go(func() { w.work(going, sending) })
	return w
}

// Close ends the worker; a mail under way has some seconds to arrive.
func (w *Worker) Close() {
	w.stop()
	late := time.AfterFunc(endWithin, w.abandon)
	w.ended.Wait()
	late.Stop()
	w.abandon()
}

// work sends what is due, whenever there may be something.
func (w *Worker) work(going, sending context.Context) {
	var forgotten time.Time
	down := false // the mail server as a whole, when last tried
	for {
		wait := lookEvery
		if w.Desk.MailSettings().Ready() {
			was := down
			down = w.round(going, sending, down)
			if down {
				wait = serverPause
			}
			if was && !down && going.Err() == nil {
				continue // what waited for the server was hurried
			}
		}
		if now := time.Now(); now.Sub(forgotten) >= forgetEvery {
			forgotten = now
			w.store("forget what was sent", func(ctx context.Context) error { return w.Queue.ForgetMail(ctx, now.Add(-keptFor)) })
		}
		pause := time.NewTimer(wait)
		select {
		case <-going.Done():
			pause.Stop()
			return
		case <-w.Desk.MailWaits():
		case <-pause.C:
		}
		pause.Stop()
	}
}

// round sends what is due until nothing is, or the mail server as a whole is in trouble, which it reports.
func (w *Worker) round(going, sending context.Context, down bool) bool {
	for going.Err() == nil {
		var due []desk.Mail
		if !w.store("read what is due", func(ctx context.Context) (err error) {
			due, err = w.Queue.DueMail(ctx, time.Now(), run)
			return err
		}) {
			return down
		}
		for _, m := range due {
			if going.Err() != nil {
				return down
			}
			if late(m, time.Now()) {
				if !w.giveUp(m) {
					return down
				}
				continue
			}
			trouble, tried := w.try(sending, m)
			switch {
			case !tried:
				return down
			case concernsServer(trouble):
				return true
			case down:
				down = false
				w.store("hurry what waited", func(ctx context.Context) error { return w.Queue.HurryMail(ctx, time.Now()) })
			}
		}
		if len(due) < run {
			return down
		}
	}
	return down
}

// concernsServer reports whether the next mail would fare alike.
func concernsServer(t desk.MailTrouble) bool {
	return t == desk.MailUnreachable || t == desk.MailUnencrypted || t == desk.MailSignIn || t == desk.MailSender
}

// late reports whether a mail is of no use any more.
func late(m desk.Mail, now time.Time) bool {
	return m.Kind == desk.MailRequest && now.Sub(m.Queued) >= usefulFor
}

// giveUp settles a mail that is not sent; it reports whether that was written down.
func (w *Worker) giveUp(m desk.Mail) bool {
	m.State, m.Done = desk.MailIsFailed, time.Now()
	ok := w.store("give a mail up", func(ctx context.Context) error { return w.Queue.SettleMail(ctx, m) })
	w.Desk.TellMail(m.Offline)
	return ok
}

// try sends one mail and settles it. tried is false when it could not be claimed or settled.
func (w *Worker) try(sending context.Context, m desk.Mail) (trouble desk.MailTrouble, tried bool) {
	now := time.Now()
	claimed := false
	if !w.store("claim a mail", func(ctx context.Context) (err error) {
		claimed, err = w.Queue.ClaimMail(ctx, m.ID, now, now.Add(claimedFor))
		return err
	}) {
		return "", false
	}
	if !claimed {
		return "", true // somebody else has it
	}
	m.Attempts++
	ctx, cancel := context.WithTimeout(sending, within(m))
	trouble, err := w.send(ctx, m)
	cancel()
	settle(&m, trouble, time.Now())
	if err != nil {
		slog.Warn("a mail was not sent", "mail", m.ID, "kind", m.Kind, "trouble", trouble, "attempt", m.Attempts, "state", m.State)
	}
	ok := w.written(sending, m, now.Add(claimedFor))
	w.Desk.TellMail(m.Offline)
	return trouble, ok
}

// written writes down what came of a try. What was sent and is not written down would be sent again: so it tries as long as nobody else
// may have the mail.
func (w *Worker) written(sending context.Context, m desk.Mail, until time.Time) bool {
	for wait := settleAgain; ; wait = min(2*wait, 16*settleAgain) {
		if w.store("settle a mail", func(ctx context.Context) error { return w.Queue.SettleMail(ctx, m) }) {
			return true
		}
		if sending.Err() != nil || time.Now().Add(wait+storeWithin).After(until) {
			return false
		}
		select {
		case <-time.After(wait):
		case <-sending.Done():
		}
	}
}

// settle says what becomes of a mail after a try.
func settle(m *desk.Mail, trouble desk.MailTrouble, now time.Time) {
	m.Trouble = trouble
	switch {
	case trouble == "":
		m.State, m.Done = desk.MailIsSent, now
	case !trouble.Passes() || now.Sub(m.Queued) >= triedFor:
		m.State, m.Done = desk.MailIsFailed, now
	default:
		m.State, m.Next = desk.MailIsQueued, now.Add(retryAfter(m.Attempts))
	}
}

// retryAfter is how long a mail waits after so many tries.
func retryAfter(attempts int) time.Duration {
	wait := firstRetry
	for range attempts - 1 {
		if wait *= 2; wait >= longestWait {
			return longestWait
		}
	}
	return wait
}

// store calls the store with a deadline of its own: what was sent is written down even when the worker ends.
func (w *Worker) store(doing string, do func(ctx context.Context) error) bool {
	ctx, cancel := context.WithTimeout(context.Background(), storeWithin)
	defer cancel()
	err := do(ctx)
	if err != nil {
		slog.Error("the mail queue can't be used", "doing", doing, "error", err)
	}
	return err == nil
}

// Test sends a test message to an operator's own address, and says in words what came of it.
func (w *Worker) Test(ctx context.Context, to desk.Operator) (sent bool, words string) {
	switch {
	case to.Email == "":
		return false, "You have no e-mail address yet. Give one in Settings, Departments, and try again"
	case !w.Desk.MailSettings().Ready():
		return false, "Give the mail server and the sender's address first, and save"
	}
	ctx, cancel := context.WithTimeout(ctx, testWithin)
	defer cancel()
	now := time.Now()
	trouble, err := w.send(ctx, desk.Mail{
		ID: desk.MailID("test-" + now.UTC().Format("20060102150405.000000")), Kind: desk.MailTest, To: to.Email, ToName: cmp.Or(to.Name, to.Login), Subject: "Test message from Beckon",
		Text: "This is the test message that you asked for. Beckon can send e-mail.", Queued: now,
	})
	if err == nil {
		return true, "The mail server has taken a message to " + to.Email + ". Look into that mailbox"
	}
	return false, wordsOf(trouble, codeOf(err))
}

// testWithin is how long a test may take: the person waits.
const testWithin = 7 * time.Second
