package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"runtime"
	"time"
)

// benchCommand measures a real server process over real connections on loopback and prints the figures of docs/performance.md.
type benchCommand struct {
	Visitors    int           `help:"Visitors connected while it is measured." default:"10000"`
	Rounds      int           `help:"Invitations, arrivals and messages measured." default:"200"`
	PageViews   int           `help:"Page views for the CPU figure." default:"20000"`
	Rate        int           `help:"Page views a second for the CPU figure." default:"1000"`
	Operators   int           `help:"Operators who talk at once." default:"200"`
	Chats       int           `help:"Their open chats." default:"1000"`
	Messages    int           `help:"Messages measured in these chats." default:"6000"`
	MessageRate int           `help:"These messages a second." default:"200"`
	Limit       time.Duration `help:"The whole bench ends within this time." default:"10m"`
}

// Run measures and prints.
func (c *benchCommand) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, c.Limit)
	defer cancel()
	fmt.Printf("beckon bench: %s/%s, %d cores, %s\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	if err := benchStart(ctx); err != nil {
		return fmt.Errorf("cold start: %w", err)
	}
	s, err := startBenchServer(ctx)
	if err != nil {
		return fmt.Errorf("start a server: %w", err)
	}
	defer s.stop()
	b, err := c.prepare(ctx, s)
	if err != nil {
		return err
	}
	defer b.close()
	for _, step := range []struct {
		name string
		run  func(context.Context, *bench) error
	}{
		{"loader", benchLoader},
		{"invitations", c.invitations},
		{"arrivals", c.arrivals},
		{"messages", c.messages},
		{"page views", c.pageViews},
		{"chats", c.chats},
	} {
		if err := step.run(ctx, b); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return nil
}

// bench is a server with an operator and many visitors on it.
type bench struct {
	server   *benchServer
	operator *benchOperator
	visitors []*benchVisitor
	random   *rand.Rand
}

func (b *bench) close() {
	for _, v := range b.visitors {
		v.close()
	}
	b.operator.close()
}

// pause waits up to 200 ms by chance, so that what follows meets the ten frames a second at any point.
func (b *bench) pause() { time.Sleep(time.Duration(b.random.IntN(200)) * time.Millisecond) }

// prepare connects the operator and the visitors, and prints what an idle visitor costs.
func (c *benchCommand) prepare(ctx context.Context, s *benchServer) (*bench, error) {
	empty, err := s.rss()
	if err != nil {
		return nil, err
	}
	b := &bench{server: s, random: rand.New(rand.NewPCG(1, 2))}
	if b.operator, err = signInForBench(ctx, s); err != nil {
		return nil, fmt.Errorf("sign in: %w", err)
	}
	began := time.Now()
	if b.visitors, err = connectVisitors(ctx, s, b.operator.key, c.Visitors); err != nil {
		return nil, fmt.Errorf("connect visitors: %w", err)
	}
	took := time.Since(began)
	if err := b.operator.follow(ctx); err != nil {
		return nil, fmt.Errorf("follow: %w", err)
	}
	time.Sleep(5 * time.Second) // the server comes to rest
	full, err := s.rss()
	if err != nil {
		return nil, err
	}
	fmt.Printf("P-6  memory: empty server %.1f MB; %d idle visitors on it %.1f MB: %.1f KB each (connected in %.1f s)\n",
		mb(empty), c.Visitors, mb(full), float64(full-empty)/1024/float64(max(1, c.Visitors)), took.Seconds())
	return b, nil
}

func (c *benchCommand) invitations(ctx context.Context, b *bench) error {
	var t times
	for range c.Rounds {
		v := b.visitors[b.random.IntN(len(b.visitors))]
		id := benchID(b.random)
		began := time.Now()
		if err := b.operator.invite(ctx, id, v); err != nil {
			return err
		}
		if err := v.await(ctx, "invitation", id); err != nil {
			return err
		}
		t.add(time.Since(began))
		if err := v.send(map[string]any{"type": "decline", "invitation": id}); err != nil {
			return err
		}
		if err := b.operator.await(ctx, "invitation", func(f benchFrame) bool { return f.Invitation.ID == id && f.Invitation.State == "declined" }); err != nil {
			return err
		}
	}
	t.print("P-1", fmt.Sprintf("Send pressed → invitation in the visitor's tab, %d connected", len(b.visitors)))
	return nil
}

func (c *benchCommand) arrivals(ctx context.Context, b *bench) error {
	var arrive, move times
	for i := range c.Rounds {
		url := fmt.Sprintf("%s/arrival/%d", benchOrigin, i)
		b.pause()
		began := time.Now()
		v, err := connectVisitor(ctx, b.server, b.operator.key, url, benchID(b.random))
		if err != nil {
			return err
		}
		onIt := func(url string) func(benchFrame) bool { return func(f benchFrame) bool { return f.shows(url) } }
		if err := b.operator.await(ctx, "visits", onIt(url)); err != nil {
			return err
		}
		arrive.add(time.Since(began))
		b.pause()
		began = time.Now()
		if err := v.send(map[string]any{"type": "page", "page": benchID(b.random), "url": url + "/next"}); err != nil {
			return err
		}
		if err := b.operator.await(ctx, "visits", onIt(url+"/next")); err != nil {
			return err
		}
		move.add(time.Since(began))
		v.close()
	}
	arrive.print("P-2", "visitor arrives (new connection) → badge")
	move.print("P-2", "visitor changes page → badge")
	return nil
}

// messagePace keeps a visitor within his limit of messages: 20 in 10 s.
const messagePace = 510 * time.Millisecond

func (c *benchCommand) messages(ctx context.Context, b *bench) error {
	v := b.visitors[0]
	conversation, err := b.operator.talkWith(ctx, v, benchID(b.random))
	if err != nil {
		return err
	}
	var in, out times
	for i := range c.Rounds {
		id, text := benchID(b.random), fmt.Sprintf("message %d", i)
		began := time.Now()
		if err := v.send(map[string]any{"type": "say", "conversation": conversation, "id": id, "text": text}); err != nil {
			return err
		}
		if err := b.operator.await(ctx, "message", func(f benchFrame) bool { return f.Message.ID == id }); err != nil {
			return err
		}
		in.add(time.Since(began))
		id = benchID(b.random)
		began = time.Now()
		if err := b.operator.say(ctx, conversation, id, text); err != nil {
			return err
		}
		if err := v.await(ctx, "message", id); err != nil {
			return err
		}
		out.add(time.Since(began))
		time.Sleep(messagePace)
	}
	in.print("P-3", "message visitor → operator, committed before it is shown")
	out.print("P-3", "message operator → visitor, committed before it is shown")
	return nil
}

// pageViews measures what a page view costs the server in CPU, with a console that shows them.
func (c *benchCommand) pageViews(ctx context.Context, b *bench) error {
	before, err := b.server.cpu()
	if err != nil {
		return err
	}
	tick := time.NewTicker(time.Second / time.Duration(max(1, c.Rate/10)))
	defer tick.Stop()
	began := time.Now()
	for sent := 0; sent < c.PageViews; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		for range 10 {
			v := b.visitors[b.random.IntN(len(b.visitors))]
			if err := v.send(map[string]any{"type": "page", "page": benchID(b.random), "url": fmt.Sprintf("%s/product/%d", benchOrigin, sent%500), "title": "A product of the bench"}); err != nil {
				return err
			}
			sent++
		}
	}
	time.Sleep(time.Second) // the last batch
	took := time.Since(began)
	after, err := b.server.cpu()
	if err != nil {
		return err
	}
	idle, err := b.server.idleCPU()
	if err != nil {
		return err
	}
	spent := after - before - time.Duration(float64(idle)*took.Seconds())
	fmt.Printf("P-7  CPU per page view accepted, stored and shown: %.1f µs (%d at %d/s; the pings of %d idle visitors, %.1f ms a second, taken off)\n",
		float64(spent.Microseconds())/float64(c.PageViews), c.PageViews, c.Rate, len(b.visitors), float64(idle.Microseconds())/1000)
	return nil
}
