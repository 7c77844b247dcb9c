package server

import (
	"context"
	"encoding/json"
	"net"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"beckon/desk"
	"beckon/voice"
	"beckon/wire"
)

// ByCall names a call of a conversation.
type ByCall struct {
	ByID
	Call string `path:"call"`
}

type callRequest struct {
	ByID
	Body struct {
		ID     string `json:"id" doc:"made by the console; form as a message's"`
		Window string `json:"window" doc:"which of the operator's windows carries the call; made by the console, form as a message's"`
	}
}

type acceptCallRequest struct {
	ByCall
	Body struct {
		Window string `json:"window"`
	}
}

type endCallRequest struct {
	ByCall
	Body struct {
		Microphone bool `json:"microphone,omitempty" doc:"none could be used"`
	}
}

type relayRequest struct {
	ByCall
	host string
}

// Resolve implements huma.Resolver.
func (r *relayRequest) Resolve(c huma.Context) []error {
	r.host = c.Host()
	return r.ByID.Resolve(c)
}

type voiceRequest struct{ host string }

// Resolve implements huma.Resolver.
func (r *voiceRequest) Resolve(c huma.Context) []error {
	r.host = c.Host()
	return nil
}

func (s *Server) registerCalls() {
	operation(s, operators, http.MethodPost, "/conversations/{id}/calls", "offer-call", "Offer the visitor a call", func(ctx context.Context, by caller, in *callRequest) (*body[wire.Conversation], error) {
		c, err := s.desk.OfferCall(ctx, by.actor, desk.ConversationID(in.ID), idOf[desk.CallID](in.Body.ID), in.Body.Window)
		return answer(wire.ConversationOf(c), err)
	})
	operation(s, operators, http.MethodPost, "/conversations/{id}/calls/{call}/accept", "accept-call", "Take the call that the visitor offers", func(ctx context.Context, by caller, in *acceptCallRequest) (*body[wire.Conversation], error) {
		c, err := s.desk.AcceptCall(ctx, by.actor, desk.ConversationID(in.ID), idOf[desk.CallID](in.Call), in.Body.Window)
		return answer(wire.ConversationOf(c), err)
	})
	operation(s, operators, http.MethodPost, "/conversations/{id}/calls/{call}/end", "end-call", "Hang up, decline a call or take it back", func(ctx context.Context, by caller, in *endCallRequest) (*body[wire.Conversation], error) {
		c, err := s.desk.EndCall(ctx, by.actor, desk.ConversationID(in.ID), idOf[desk.CallID](in.Call), in.Body.Microphone)
		return answer(wire.ConversationOf(c), err)
	})
	operation(s, operators, http.MethodPost, "/conversations/{id}/calls/{call}/relay", "call-relay", "Access to the relay for an open call", func(ctx context.Context, by caller, in *relayRequest) (*body[wire.RelayAccess], error) {
		c, err := s.desk.OwnConversation(ctx, by.actor, desk.ConversationID(in.ID))
		if err != nil {
			return nil, err
		}
		return answer(s.relayAccess(c, idOf[desk.CallID](in.Call), voice.Operator, in.host))
	})
	operation(s, operators, http.MethodGet, "/voice", "voice", "Whether calls are possible, and how", func(_ context.Context, _ caller, in *voiceRequest) (*body[wire.VoiceState], error) {
		r := s.options.Voice
		if r == nil {
			return answer(wire.VoiceState{Why: s.options.NoVoice}, nil)
		}
		return answer(wire.VoiceState{On: true, Why: s.options.NoVoice, Address: r.Address().String(), URLs: r.URLs(s.voiceHost(in.host)), Calls: r.Calls(), Most: r.Most()}, nil)
	})
}

// relayAccess is how a side of an open call reaches the relay. Conflict when it is not open.
func (s *Server) relayAccess(c desk.Conversation, id desk.CallID, side voice.Side, host string) (wire.RelayAccess, error) {
	if c.Call == nil || c.Call.ID != id || c.Call.State != desk.CallIsOpen || s.options.Voice == nil {
		return wire.RelayAccess{}, desk.Errorf(desk.Conflict, "This call is not open")
	}
	k, ok := s.options.Voice.Credential(string(id), side)
	if !ok {
		return wire.RelayAccess{}, desk.Errorf(desk.Conflict, "This call is not open")
	}
	return wire.RelayAccess{
		URLs: s.options.Voice.URLs(s.voiceHost(host)), Username: k.Username, Credential: k.Password, Until: wire.MillisOf(k.Until), Direct: s.desk.Settings().DirectCalls,
	}, nil
}

// voiceHost is by what name a browser that came to host reaches the relay.
func (s *Server) voiceHost(host string) string {
	if s.options.VoiceHost != "" {
		return s.options.VoiceHost
	}
	name := hostname(host)
	if isLoopbackHost(host) && net.ParseIP(name) == nil { // browsers look for relays at addresses, not by the name of this machine
		return "127.0.0.1"
	}
	return name
}

// signal returns a signal as it may be passed on: without addresses other than the relay's, unless direct connections are allowed.
func (s *Server) signal(w wire.Signal) (desk.Signal, error) {
	out := w.Desk()
	r := s.options.Voice
	if r == nil || len(out.Mid) > 16 || out.Round < 0 {
		return out, desk.Errorf(desk.Invalid, "This is no signal of a call")
	}
	var err error
	direct := s.desk.Settings().DirectCalls
	switch out.Kind {
	case desk.SignalOffer, desk.SignalAnswer:
		if direct {
			out.Text, err = voice.Open(out.Text)
		} else {
			out.Text, err = r.Private(out.Text)
		}
	case desk.SignalCandidate:
		if direct {
			out.Text, err = voice.OpenCandidate(out.Text)
		} else {
			out.Text, err = r.Candidate(out.Text)
		}
	default:
		out.Text = ""
	}
	if err != nil {
		return out, desk.Errorf(desk.Invalid, "This signal is not passed on")
	}
	return out, nil
}

// call takes what a console says of a call; what can't be passed on is of a call that has changed meanwhile.
func (c *console) call(kind string, raw []byte) {
	switch kind {
	case "signal":
		var f wire.SignalFrame
		if json.Unmarshal(raw, &f) != nil {
			return
		}
		if signal, err := c.server.signal(f.Signal); err == nil {
			_ = c.server.desk.SignalCall(c.actor, idOf[desk.ConversationID](f.Conversation), idOf[desk.CallID](f.Call), signal)
		}
	case "call-report":
		var f wire.CallReportFrame
		if json.Unmarshal(raw, &f) == nil {
			report := c.server.desk.ReportCall
			if f.Take {
				report = c.server.desk.TakeCall
			}
			report(c.actor, idOf[desk.ConversationID](f.Conversation), idOf[desk.CallID](f.Call), f.Window, f.CallSide.Desk())
		}
	}
}
