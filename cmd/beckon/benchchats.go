package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"

	"beckon/desk"
)

// benchChat is an open conversation of a bench.
type benchChat struct {
	mu           sync.Mutex // one message at a time
	operator     *benchOperator
	visitor      *benchVisitor
	conversation string
}

// chats measures how long a message takes to be acknowledged while many operators talk with many visitors at once.
func (c *benchCommand) chats(ctx context.Context, b *bench) error {
	n := min(c.Chats, len(b.visitors)-1) // the first visitor talks already
	if n <= 0 || c.Operators <= 0 {
		return nil
	}
	colleagues, err := signInColleagues(ctx, b.server, c.Operators)
	defer func() {
		for _, o := range colleagues {
			o.close()
		}
	}()
	if err != nil {
		return err
	}
	open, err := b.openChats(ctx, colleagues, n)
	if err != nil {
		return err
	}
	before, err := b.server.cpu()
	if err != nil {
		return err
	}
	began := time.Now()
	var t times
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	pace := rate.NewLimiter(rate.Limit(c.MessageRate), 1)
	for i := range c.Messages {
		if err := pace.Wait(ctx); err != nil {
			break // what a message failed of says more
		}
		id := benchID(b.random)
		group.Go(func() error {
			took, err := open[i%n].say(ctx, id, (i+i/n)%2 == 0)
			mu.Lock()
			defer mu.Unlock()
			t.add(took)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	after, err := b.server.cpu()
	if err != nil {
		return err
	}
	t.print("    ", fmt.Sprintf("message acknowledged, %d operators, %d open chats, %d messages/s from both sides, %d visitors connected", c.Operators, n, c.MessageRate, len(b.visitors)))
	fmt.Printf("      the server used %.0f %% of a core for that\n", 100*(after-before).Seconds()/time.Since(began).Seconds())
	return nil
}

// say returns how long a message took from one side until it was acknowledged to that side.
func (c *benchChat) say(ctx context.Context, id string, byVisitor bool) (time.Duration, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	const text = "Do you have these boots in size 42 as well?"
	began := time.Now()
	if !byVisitor {
		err := c.operator.say(ctx, c.conversation, id, text)
		return time.Since(began), err
	}
	if err := c.visitor.send(map[string]any{"type": "say", "conversation": c.conversation, "id": id, "text": text}); err != nil {
		return 0, err
	}
	err := c.visitor.await(ctx, "message", id)
	return time.Since(began), err
}

// openChats has each operator talk with as many visitors as the others.
func (b *bench) openChats(ctx context.Context, operators []*benchOperator, n int) ([]*benchChat, error) {
	out := make([]*benchChat, n)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(16)
	for o, operator := range operators {
		operator.byURL = b.operator.byURL // the visitors have moved on since
		group.Go(func() error {
			random := rand.New(rand.NewPCG(5, uint64(o)))
			for i := o; i < n; i += len(operators) {
				v := b.visitors[i+1]
				conversation, err := operator.talkWith(ctx, v, benchID(random))
				if err != nil {
					return err
				}
				out[i] = &benchChat{operator: operator, visitor: v, conversation: conversation}
			}
			return nil
		})
	}
	return out, group.Wait()
}

// signInColleagues adds operators to the server's database, as the command beside it does, and opens a console for each.
func signInColleagues(ctx context.Context, s *benchServer, n int) ([]*benchOperator, error) {
	beside, err := database{Data: s.data}.openExisting(ctx)
	if err != nil {
		return nil, err
	}
	defer beside.close()
	var out []*benchOperator
	for i := range n {
		added, err := beside.desk.AddOperator(ctx, desk.Operator{Login: fmt.Sprintf("colleague%d", i), Name: fmt.Sprintf("Colleague %d", i)})
		if err != nil {
			return out, err
		}
		token, err := beside.auth.Once(ctx, added.ID)
		if err != nil {
			return out, err
		}
		// Each comes from an address of his own: tries to sign in are limited by address.
		from := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 1, byte(i>>8), byte(i))}}
		o, err := newBenchOperator(s, &from)
		if err != nil {
			return out, err
		}
		o.talksOnly = true
		if err := o.call(ctx, http.MethodPost, "/session/once", map[string]any{"token": token}, nil); err != nil {
			return out, err
		}
		if err := o.follow(ctx); err != nil {
			return out, err
		}
		out = append(out, o)
	}
	return out, nil
}
