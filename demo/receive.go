package demo

import (
	"encoding/json"
	"time"
)

// receive does what a frame calls for. Types it does not know are ignored, as the protocol wants.
func (v *visitor) receive(data []byte) {
	var head struct {
		Type string `json:"type"`
	}
	if json.Unmarshal(data, &head) != nil {
		return
	}
	switch head.Type {
	case "ping":
		v.line.send(plainFrame{Type: "pong"})
	case "welcome":
		with(data, v.welcomed)
	case "invitation":
		with(data, func(f invitationFrame) { v.invited(f.Invitation) })
	case "gone":
		with(data, func(f goneFrame) { v.invitationGone(f.Invitation) })
	case "conversation":
		with(data, func(f conversationFrame) { v.talkChanged(f.Conversation) })
	case "message":
		with(data, func(f messageFrame) { v.heard([]message{f.Message}) })
	case "fetched":
		with(data, v.fetched)
	case "refused":
		with(data, v.refused)
	}
}

func with[F any](data []byte, do func(F)) {
	var frame F
	if json.Unmarshal(data, &frame) == nil {
		do(frame)
	}
}

// welcomed takes over what the server says is going on; what it doesn't mention is over.
func (v *visitor) welcomed(f welcomeFrame) {
	v.ready = true
	if f.Token != "" {
		v.token = f.Token
	}
	if f.Invitation != nil {
		v.invited(*f.Invitation)
	} else {
		v.offer = nil
	}
	if f.Conversation == nil {
		v.talk = nil
		return
	}
	v.talkChanged(*f.Conversation)
	v.heard(f.Messages)
	if v.talk != nil {
		v.fetchMissing(f.Conversation.LastSeq)
		v.sayAgain()
	}
}

func (v *visitor) refused(f refusedFrame) {
	switch f.Of {
	case "accept", "decline":
		v.invitationGone(f.ID)
	case "say":
		v.sayingRefused(f.ID, f.Code)
	}
}

// offer is an invitation that the visitor has not answered.
type offer struct {
	id         string
	seen       bool
	willAccept bool
}

// invited lets an invitation pop up. After a page change the same one pops up again; what was decided stays decided.
func (v *visitor) invited(i invitation) {
	if v.offer == nil || v.offer.id != i.ID {
		v.offer = &offer{id: i.ID}
	}
	v.send(answerFrame{Type: "delivered", Invitation: i.ID})
	v.agenda.in(between(v.random, 20*time.Millisecond, 90*time.Millisecond), func() { v.see(i.ID) })
}

// see notices the invitation if the page is looked at, and makes up the visitor's mind a few seconds later.
func (v *visitor) see(id string) {
	if v.offer == nil || v.offer.id != id || v.hidden {
		return
	}
	v.send(answerFrame{Type: "shown", Invitation: id})
	if v.offer.seen {
		return
	}
	v.offer.seen = true
	decide := between(v.random, 2*time.Second, 8*time.Second)
	switch chance := v.random.IntN(100); {
	case chance < 60 && !v.wary:
		v.offer.willAccept = true
		v.agenda.in(decide, func() { v.answer(id, "accept") })
	case chance < 80:
		v.agenda.in(decide, func() { v.answer(id, "decline") })
	}
}

// answer presses Start, or closes the invitation.
func (v *visitor) answer(id, with string) {
	if v.offer == nil || v.offer.id != id {
		return
	}
	if !v.ready {
		v.agenda.in(time.Second, func() { v.answer(id, with) })
		return
	}
	frame := answerFrame{Type: with, Invitation: id}
	if with == "accept" {
		frame.Kind = "text"
		if v.random.IntN(4) > 0 {
			frame.Name = v.who.name
		}
	}
	v.send(frame)
	v.wary = with == "decline"
	// Should neither gone nor refused come back, he doesn't wait for ever.
	v.agenda.in(10*time.Second, func() { v.invitationGone(id) })
}

func (v *visitor) invitationGone(id string) {
	if v.offer != nil && v.offer.id == id {
		v.offer = nil
	}
}
