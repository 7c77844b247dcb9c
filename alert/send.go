package alert

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	webpush "github.com/SherClockHolmes/webpush-go"

	"beckon/desk"
)

// outcome is what became of a push.
type outcome int

const (
	failed  outcome = iota // not taken in time
	taken                  // by the push service
	gone                   // the browser is subscribed no more
	refused                // for good
)

// send sends a push, and again as long as that is of use.
func (w *Worker) send(p push) outcome {
	giveUp := time.Now().Add(retriedFor)
	if p.until.Before(giveUp) {
		giveUp = p.until
	}
	wait := firstRetry
	for try := 1; time.Now().Before(giveUp) && w.sending.Err() == nil; try++ {
		answer, err := w.post(p)
		switch {
		case err != nil:
			w.warn(p.host, wordOf(err))
			if errors.Is(err, errForbidden) || errors.Is(err, errUnfit) {
				return refused
			}
		case answer.status >= 200 && answer.status < 300:
			return taken
		case answer.status == http.StatusNotFound || answer.status == http.StatusGone:
			w.forget(p.to.ID)
			return gone
		case answer.status != http.StatusTooManyRequests && answer.status < 500:
			w.warn(p.host, strconv.Itoa(answer.status))
			return refused
		default:
			w.warn(p.host, strconv.Itoa(answer.status))
			wait = max(wait, answer.retryAfter)
		}
		if try == tries || time.Now().Add(wait).After(giveUp) {
			return failed
		}
		select {
		case <-time.After(wait):
		case <-w.sending.Done():
		}
		wait *= 2
	}
	return failed
}

type answer struct {
	status     int
	retryAfter time.Duration
}

var errUnfit = errors.New("the push can't be written")

// post tries once.
func (w *Worker) post(p push) (answer, error) {
	ctx, cancel := context.WithTimeout(w.sending, answerWithin)
	defer cancel()
	private, public := w.Desk.PushKeys()
	client := &prepared{client: w.client}
	r, err := webpush.SendNotificationWithContext(ctx, p.content, &webpush.Subscription{Endpoint: p.to.Endpoint, Keys: webpush.Keys{Auth: p.to.Auth, P256dh: p.to.Key}}, &webpush.Options{
		HTTPClient: client, Subscriber: contact(w.PublicURL), Topic: p.topic, Urgency: p.urgency, TTL: max(1, int(time.Until(p.until).Seconds())),
		VAPIDPublicKey: public, VAPIDPrivateKey: private,
	})
	if err != nil && !client.sent {
		return answer{}, errors.Join(errUnfit, err)
	}
	if err != nil {
		return answer{}, err
	}
	io.CopyN(io.Discard, r.Body, 4<<10) // so that the connection can be used again; what it says is of no use
	r.Body.Close()
	return answer{status: r.StatusCode, retryAfter: retryAfter(r.Header.Get("Retry-After"), time.Now())}, nil
}

// prepared tells a push that could not be written from one that could not be sent.
type prepared struct {
	client *http.Client
	sent   bool
}

// Do implements webpush.HTTPClient.
func (c *prepared) Do(r *http.Request) (*http.Response, error) {
	c.sent = true
	return c.client.Do(r)
}

// contact is whom a push service may turn to. It has to be an https address; ours is one wherever web push works but on this machine itself.
func contact(public string) string {
	return "https://" + strings.TrimPrefix(strings.TrimPrefix(public, "https://"), "http://")
}

// retryAfter reads how long a push service wants to be left in peace: seconds or a date.
func retryAfter(s string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(s); err == nil && seconds >= 0 && seconds < 1<<30 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}

// wordOf says what went wrong without the address, which is a secret.
func wordOf(err error) string {
	switch {
	case errors.Is(err, errForbidden):
		return "a forbidden address"
	case errors.Is(err, errUnfit):
		return "keys that don't fit"
	case errors.Is(err, context.DeadlineExceeded):
		return "none in time"
	}
	return "no connection"
}

// forget ends the subscription of a browser that the push service does not know any more.
func (w *Worker) forget(id desk.SubscriptionID) {
	ctx, cancel := context.WithTimeout(context.Background(), storeWithin)
	defer cancel()
	if err := w.Desk.EndSubscription(ctx, id); err != nil {
		slog.Error("a subscription could not be ended", "error", err)
	}
}
