package alert

import (
	"context"
	"crypto/x509"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"beckon/desk"
)

// Book knows the browsers that alerts are pushed to. Errors are *desk.Error.
type Book interface {
	// SubscriptionsOf returns the subscriptions of operators who may sign in, whose session is valid now.
	SubscriptionsOf(ctx context.Context, operators []desk.OperatorID, now time.Time) ([]desk.Subscription, error)
}

// Desk is what the worker needs of the desk.
type Desk interface {
	Alerts() <-chan desk.Alert
	Settings() desk.Settings
	PushKeys() (private, public string)
	EndSubscription(ctx context.Context, id desk.SubscriptionID) error
}

// Options say on what a worker stands.
type Options struct {
	Book      Book
	Desk      Desk
	PublicURL string                    // whom a push service may turn to
	Allowed   func(netip.AddrPort) bool // addresses that may be connected to; nil: public ones, at port 443
	Roots     *x509.CertPool            // whom TLS trusts; nil: the system's
}

// Bounds and times.
const (
	mostHosts   = 16   // push services at a time beside the known ones
	perOperator = 2    // of those, that pushes to one operator have begun with
	perHost     = 8    // pushes under way to one
	mostWaiting = 1000 // for one; then the one that waits longest goes
	tries       = 3
	firstRetry  = time.Second // doubling
	retriedFor  = time.Minute
	storeWithin = 5 * time.Second
	endWithin   = 3 * time.Second // pushes under way when the worker is closed
	warnEvery   = time.Hour       // of one push service's one answer
)

// Counts say what became of pushes since the start.
type Counts struct {
	Sent    int64
	Gone    int64 // the browser is subscribed no more
	Refused int64 // by the push service, for good
	Failed  int64 // not taken in time
	Dropped int64 // too many waited
}

// Worker pushes alerts. Close it before the desk.
type Worker struct {
	Options
	client  *http.Client
	stop    context.CancelFunc // takes no more alerts
	abandon context.CancelFunc // breaks off pushes under way
	sending context.Context
	ended   sync.WaitGroup

	mu     sync.Mutex // guards all below
	lanes  map[string]*lane
	counts Counts
	warned map[string]time.Time
}

// known are the push services of the browsers there are: each has a lane of its own, whatever others do.
var known = []string{"fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com"}

// laneOf names the lane of a host, and says whether it is a known service's.
func laneOf(host string) (string, bool) {
	name, port, _ := strings.Cut(host, ":")
	for _, service := range known {
		if (name == service || strings.HasSuffix(name, "."+service)) && (port == "" || port == "443") {
			return service, true
		}
	}
	return host, false
}

// lane is what is on its way to one push service.
type lane struct {
	name    string
	begun   desk.OperatorID // to whom its first push went; empty for a known service
	waiting []push
	running int
}

// Start returns a worker that pushes from now on.
func Start(o Options) *Worker {
	if o.Allowed == nil {
		o.Allowed = public
	}
	return start(o, newClient(o.Allowed, o.Roots))
}

func start(o Options, client *http.Client) *Worker {
	going, stop := context.WithCancel(context.Background())
	sending, abandon := context.WithCancel(context.Background())
	w := &Worker{
		Options: o, client: client, stop: stop, abandon: abandon, sending: sending, lanes: map[string]*lane{}, warned: map[string]time.Time{},
	}
	w.ended.Go(func() { w.work(going) })
	return w
}

// Close ends the worker; pushes under way have some seconds to arrive, what waits is dropped.
func (w *Worker) Close() {
	w.stop()
	w.mu.Lock()
	for _, l := range w.lanes {
		w.counts.Dropped += int64(len(l.waiting))
		l.waiting = nil
	}
	w.mu.Unlock()
	late := time.AfterFunc(endWithin, w.abandon)
	w.ended.Wait()
	late.Stop()
	w.abandon()
	w.client.CloseIdleConnections()
}

// Counts returns what became of pushes so far.
func (w *Worker) Counts() Counts {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.counts
}

// work turns alerts into pushes.
func (w *Worker) work(going context.Context) {
	for {
		select {
		case <-going.Done():
			return
		case a := <-w.Desk.Alerts():
			w.spread(going, a)
		}
	}
}

// spread puts an alert on its way to all browsers it is for.
func (w *Worker) spread(going context.Context, a desk.Alert) {
	if !w.Desk.Settings().WebPush || !time.Now().Before(a.Until) {
		return
	}
	ctx, cancel := context.WithTimeout(going, storeWithin)
	defer cancel()
	list, err := w.Book.SubscriptionsOf(ctx, a.Operators, time.Now())
	if err != nil {
		slog.Error("subscriptions can't be read: an alert is lost", "error", err)
		return
	}
	for _, to := range list {
		if !slices.Contains(to.Wants, a.Kind) || slices.Contains(a.Except, to.Session) {
			continue
		}
		at, err := url.Parse(to.Endpoint)
		if err != nil {
			continue
		}
		if p, err := pushOf(a, to, at.Host); err == nil {
			w.put(p)
		}
	}
}

// put has a push sent in its turn.
func (w *Worker) put(p push) {
	w.mu.Lock()
	defer w.mu.Unlock()
	name, known := laneOf(p.host)
	l := w.lanes[name]
	switch {
	case l == nil && !known && !w.roomLocked(p.to.Operator):
		w.counts.Dropped++
		return
	case l == nil:
		l = &lane{name: name}
		if !known {
			l.begun = p.to.Operator
		}
		w.lanes[name] = l
	case l.running >= perHost:
		if l.waiting = append(l.waiting, p); len(l.waiting) > mostWaiting {
			l.waiting = slices.Delete(l.waiting, 0, 1)
			w.counts.Dropped++
		}
		return
	}
	l.running++
	w.ended.Go(func() { w.run(l, p) })
}

// roomLocked reports whether there may be one more lane to a service that is not known, for an operator: his browsers, which may name
// hosts that never answer, take no room from others'.
func (w *Worker) roomLocked(of desk.OperatorID) bool {
	all, his := 0, 0
	for _, l := range w.lanes {
		if l.begun != "" {
			all++
		}
		if l.begun == of {
			his++
		}
	}
	return all < mostHosts && his < perOperator
}

// run sends a push and then what waits for the same push service.
func (w *Worker) run(l *lane, p push) {
	for {
		came := w.send(p)
		w.mu.Lock()
		switch came {
		case taken:
			w.counts.Sent++
		case gone:
			w.counts.Gone++
		case refused:
			w.counts.Refused++
		default:
			w.counts.Failed++
		}
		if len(l.waiting) == 0 {
			if l.running--; l.running == 0 {
				delete(w.lanes, l.name)
			}
			w.mu.Unlock()
			return
		}
		p, l.waiting = l.waiting[0], l.waiting[1:]
		w.mu.Unlock()
	}
}

// warn logs what a push service answers, once in a while: neither whom nor where to.
func (w *Worker) warn(host, what string) {
	w.mu.Lock()
	now, key := time.Now(), host+" "+what
	for k, at := range w.warned {
		if now.Sub(at) >= warnEvery {
			delete(w.warned, k)
		}
	}
	_, again := w.warned[key]
	if !again && len(w.warned) < 4*mostHosts {
		w.warned[key] = now
	}
	w.mu.Unlock()
	if !again {
		slog.Warn("a push service does not take alerts", "service", host, "answer", what)
	}
}
