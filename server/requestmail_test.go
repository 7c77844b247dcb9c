package server_test

import (
	"strings"
	"testing"

	"beckon/wire"
)

func TestOperatorChoosesHisMails_ALT1(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mailing(t))
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	canMail := func() bool {
		var me wire.Me
		bert.must("GET", "/session", nil, &me)
		return me.CanMail
	}
	if canMail() {
		t.Error("e-mail is set up before it is")
	}
	ana.setsUpMail()
	if !canMail() {
		t.Error("e-mail is set up, and Bert is not told")
	}
	var o, changed wire.Operator
	bert.must("PATCH", "/operators/"+string(bert.who.ID), map[string]bool{"requestMail": true}, &o)
	if !o.RequestMail || o.NoOfflineMail {
		t.Errorf("Bert wants mails of requests: %+v", o)
	}
	ana.must("PATCH", "/operators/"+string(bert.who.ID), map[string]bool{"requestMail": false, "noOfflineMail": true}, &changed)
	if changed.RequestMail || !changed.NoOfflineMail {
		t.Errorf("Ana has switched them for him: %+v", changed)
	}
	bert.wantProblem("PATCH", "/operators/"+string(ana.who.ID), map[string]bool{"requestMail": true}, 403, "forbidden")
	bert.wantProblem("PATCH", "/operators/"+string(bert.who.ID), map[string]string{"requestMail": "yes"}, 422, "invalid")

	ana.must("PATCH", "/operators/"+string(ana.who.ID), map[string]bool{"requestMail": true, "noOfflineMail": true}, nil)
	b := w.visitor().open("/bells")
	b.leaves(leaving("The red bell", "Please write to me"))
	w.visitor().open("/bells").asks("Gerda")
	l := w.smtp.got(t, 1)[0]
	if l.to != "ana@shop.example" || header(t, l, "Subject") != "Velo & Bell: Gerda is waiting for a chat" || !strings.Contains(l.raw, "/console/communication") {
		t.Errorf("she is told by %s\n%s", l.to, l.raw)
	}
}
