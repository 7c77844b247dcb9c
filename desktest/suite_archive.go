package desktest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"beckon/desk"
)

func (l *ledger) note(c desk.ConversationID, by desk.Operator, text string) desk.Note {
	return desk.Note{ID: desk.ClientID(l.id("note")), Conversation: c, Operator: by.ID, OperatorName: by.Name, Text: text, At: l.later()}
}

// ends ends a conversation.
func (l *ledger) ends(c desk.ConversationID) {
	l.t.Helper()
	l.record(&desk.ConversationEnded{Line: l.system(c, desk.LineEnded), By: desk.EndedByVisitor})
}

// finds returns the ids of the conversations found, latest first.
func (l *ledger) finds(q desk.ArchiveQuery) []desk.ConversationID {
	l.t.Helper()
	q.Limit = 100
	var out []desk.ConversationID
	for _, f := range l.archive(q) {
		out = append(out, f.Conversation.ID)
	}
	n, err := l.CountArchive(context.Background(), q, 1000)
	if err != nil || n != len(out) {
		l.t.Errorf("counted %d, %v, want %d", n, err, len(out))
	}
	return out
}

func (l *ledger) archive(q desk.ArchiveQuery) []desk.Found {
	l.t.Helper()
	list, err := l.Archive(context.Background(), q)
	if err != nil {
		l.t.Fatalf("archive %+v: %v", q, err)
	}
	return list
}

func readNumbersGrow(t *testing.T, l *ledger) {
	c := l.talk(anna)
	l.record(&desk.MessagesReceived{Conversation: c.ID, By: desk.FromOperator, Seq: 2})
	for _, seq := range []int64{1, 2, 1} {
		l.record(&desk.MessagesRead{Conversation: c.ID, By: desk.FromVisitor, Seq: seq})
	}
	l.record(&desk.MessagesRead{Conversation: c.ID, By: desk.FromOperator, Seq: 1})
	if got := l.stored(c.ID); got.VisitorRead != 2 || got.VisitorGot != 2 || got.OperatorRead != 1 || got.OperatorGot != 2 {
		t.Errorf("the visitor read %d and got %d, the operator %d and %d, want 2 2 1 2", got.VisitorRead, got.VisitorGot, got.OperatorRead, got.OperatorGot)
	}
	l.record(&desk.ConversationTaken{Line: l.system(c.ID, desk.LineTookOver), From: anna.ID, By: bert.ID, ByName: bert.Name})
	if got := l.stored(c.ID); got.VisitorRead != 2 || got.OperatorRead != 0 {
		t.Errorf("taken over: the visitor read %d, the new operator %d, want 2 and 0", got.VisitorRead, got.OperatorRead)
	}
}

func ratingIsKept(t *testing.T, l *ledger) {
	c := l.talk(anna)
	rate := func(stars int, comment string) desk.Rating {
		r := desk.Rating{Stars: stars, Comment: comment, At: l.later()}
		l.record(&desk.ConversationRated{Conversation: c.ID, Rating: r})
		return r
	}
	rate(1, "while it goes on")
	differ(t, "open and rated", l.stored(c.ID).Rating, desk.Rating{})
	l.ends(c.ID)
	rate(2, "")
	want := rate(5, "After all: <b>great</b> 🙂")
	differ(t, "rated twice", l.stored(c.ID).Rating, want)
	talks, _, err := l.History(context.Background(), c.Visitor, 10)
	must(t, "history", err)
	differ(t, "rating in the history", talks[0].Rating, want)
}

func tagsAreKept(t *testing.T, l *ledger) {
	c, other := l.talk(anna), l.talk(anna)
	for _, tag := range []string{"returns", "éclair", "delivery", "returns"} {
		l.record(&desk.ConversationTagged{Conversation: c.ID, Tag: tag})
	}
	l.record(&desk.ConversationTagged{Conversation: other.ID, Tag: "returns"})
	want := []string{"delivery", "returns", "éclair"}
	differ(t, "tags", l.stored(c.ID).Tags, want)
	for _, open := range l.load().Conversations {
		if open.ID == c.ID {
			differ(t, "tags after load", open.Tags, want)
		}
	}
	all, err := l.Tags(context.Background(), 2)
	must(t, "tags", err)
	differ(t, "the most frequent", all, []string{"returns", "delivery"})
	l.record(&desk.ConversationUntagged{Conversation: c.ID, Tag: "delivery"})
	l.record(&desk.ConversationUntagged{Conversation: c.ID, Tag: "never there"})
	differ(t, "one taken off", l.stored(c.ID).Tags, []string{"returns", "éclair"})
	l.record(&desk.MessageSent{Line: l.saying(c.ID, desk.FromVisitor, "Hello").Line})
	differ(t, "after a line", l.stored(c.ID).Tags, []string{"returns", "éclair"})
}

func notesAreKept(t *testing.T, l *ledger) {
	ctx := context.Background()
	c := l.talk(anna)
	before := l.lines(c.ID)
	first, second := l.note(c.ID, anna, "Wants red"), l.note(c.ID, bert, "Wants blue")
	l.record(&desk.ConversationNoted{Note: first})
	l.record(&desk.ConversationNoted{Note: second})
	again := &desk.ConversationNoted{Note: first}
	again.Note.At = l.later()
	l.record(again)
	differ(t, "sent again", again.Note, first)
	again.Note.Text = "Something else"
	l.refuses(again, desk.Conflict)
	bertsOwn := first // ids are the writer's
	bertsOwn.Operator, bertsOwn.OperatorName, bertsOwn.At = bert.ID, bert.Name, l.later()
	l.record(&desk.ConversationNoted{Note: bertsOwn})
	notes, err := l.Notes(ctx, c.ID)
	must(t, "notes", err)
	differ(t, "notes", notes, []desk.Note{first, second, bertsOwn})
	differ(t, "lines", l.lines(c.ID), before)
	l.refuses(&desk.ConversationNoted{Note: l.note("none", anna, "Nowhere")}, desk.NotFound)
	l.ends(c.ID)
	for n := len(notes); n < desk.MaxNotes; n++ {
		l.record(&desk.ConversationNoted{Note: l.note(c.ID, anna, fmt.Sprint("note ", n))})
	}
	l.refuses(&desk.ConversationNoted{Note: l.note(c.ID, anna, "one too many")}, desk.TooMany)
}

func wordsFindConversations(t *testing.T, l *ledger) {
	bells, racks, addresses := l.talk(anna), l.talk(anna), l.talk(bert)
	l.record(l.saying(bells.ID, desk.FromVisitor, "Do you have RED bells?"))
	l.record(l.saying(bells.ID, desk.FromOperator, "We do: bells in Größe 3, for the delivery-van too."))
	l.record(l.saying(racks.ID, desk.FromVisitor, "Is the rack red?"))
	l.record(l.saying(addresses.ID, desk.FromVisitor, "Write to Rui@Home.example or see https://shop.example/catalog?item=774"))
	l.record(&desk.ConversationHeld{Line: l.system(racks.ID, desk.LineHeld)}) // its text is ours, not looked for
	for looked, want := range map[string][]desk.ConversationID{
		"red":            {racks.ID, bells.ID},
		"Red":            {racks.ID, bells.ID},
		"red bell":       {bells.ID}, // words begin with what is looked for
		"red van":        {bells.ID}, // in different lines
		"größe":          {bells.ID},
		"grosse":         nil,
		"delivery":       {bells.ID},
		"van":            {bells.ID},
		"home":           {addresses.ID},
		"rui@home":       {addresses.ID},
		"catalog 774":    {addresses.ID},
		"ells":           nil,
		"so it is":       nil,
		"red nonsense":   nil,
		"Gast":           {addresses.ID, racks.ID, bells.ID}, // the visitor's name
		"!!! --- RED ()": {racks.ID, bells.ID},
	} {
		if got := l.finds(desk.ArchiveQuery{Words: desk.Words(looked)}); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", looked, got, want)
		}
	}
	for _, f := range l.archive(desk.ArchiveQuery{Words: desk.Words("bells größe"), Limit: 10}) {
		if f.Line.Seq != 4 || f.Line.Conversation != bells.ID {
			t.Errorf("the line that answers best is %+v, want the fourth", f.Line)
		}
	}
	if list := l.archive(desk.ArchiveQuery{Limit: 10}); len(list) != 3 || list[0].Line.Seq != 0 {
		t.Errorf("without words: got %+v", list)
	}
}

func wordsFindAtOnce(t *testing.T, l *ledger) {
	c := l.talk(anna)
	for n := range 20 {
		word := fmt.Sprintf("unheard%dof", n)
		said := l.saying(c.ID, desk.FromVisitor, "It is "+word)
		l.record(said)
		again := &desk.MessageSent{Line: said.Line}
		l.record(again)
		if got := l.finds(desk.ArchiveQuery{Words: []string{word}}); !slices.Equal(got, []desk.ConversationID{c.ID}) {
			t.Fatalf("%s was just said and finds %v", word, got)
		}
	}
	refused := l.saying(c.ID, desk.FromVisitor, "neverkept")
	l.ends(c.ID)
	l.refuses(refused, desk.Ended)
	if got := l.finds(desk.ArchiveQuery{Words: []string{"neverkept"}}); got != nil {
		t.Errorf("what was refused is found: %v", got)
	}
}

func archiveIsNarrowed(t *testing.T, l *ledger) {
	first, second, third := l.talk(anna), l.talk(bert), l.talk(anna)
	l.ends(first.ID)
	l.ends(second.ID)
	l.record(&desk.ConversationRated{Conversation: first.ID, Rating: desk.Rating{Stars: 4, At: l.later()}})
	l.record(&desk.ConversationTagged{Conversation: second.ID, Tag: "returns"})
	l.record(&desk.MessageSent{Line: desk.Message{Conversation: third.ID, ID: desk.ClientID(l.id("message")), From: desk.FromOperator, Operator: "carla", Text: "Carla here", At: l.later()}})
	for name, c := range map[string]struct {
		q    desk.ArchiveQuery
		want []desk.ConversationID
	}{
		"all":            {desk.ArchiveQuery{}, []desk.ConversationID{third.ID, second.ID, first.ID}},
		"operator":       {desk.ArchiveQuery{Operator: anna.ID}, []desk.ConversationID{third.ID, first.ID}},
		"who wrote":      {desk.ArchiveQuery{Operator: "carla"}, []desk.ConversationID{third.ID}},
		"open":           {desk.ArchiveQuery{State: desk.ConversationIsOpen}, []desk.ConversationID{third.ID}},
		"ended":          {desk.ArchiveQuery{State: desk.ConversationIsEnded}, []desk.ConversationID{second.ID, first.ID}},
		"site":           {desk.ArchiveQuery{Site: "shop"}, []desk.ConversationID{third.ID, second.ID, first.ID}},
		"another site":   {desk.ArchiveQuery{Site: "other"}, nil},
		"from":           {desk.ArchiveQuery{From: second.Started}, []desk.ConversationID{third.ID, second.ID}},
		"before":         {desk.ArchiveQuery{To: second.Started}, []desk.ConversationID{first.ID}},
		"stars":          {desk.ArchiveQuery{Rating: 4}, []desk.ConversationID{first.ID}},
		"other stars":    {desk.ArchiveQuery{Rating: 5}, nil},
		"rated":          {desk.ArchiveQuery{Rating: desk.RatedAny}, []desk.ConversationID{first.ID}},
		"not rated":      {desk.ArchiveQuery{Rating: desk.NotRated}, []desk.ConversationID{third.ID, second.ID}},
		"tag":            {desk.ArchiveQuery{Tag: "returns"}, []desk.ConversationID{second.ID}},
		"tag, not ended": {desk.ArchiveQuery{Tag: "returns", State: desk.ConversationIsOpen}, nil},
		"words and more": {desk.ArchiveQuery{Words: []string{"carla"}, Operator: anna.ID}, []desk.ConversationID{third.ID}},
	} {
		if got := l.finds(c.q); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
	if f := l.archive(desk.ArchiveQuery{Tag: "returns", Limit: 1}); len(f) != 1 || !slices.Equal(f[0].Conversation.Tags, []string{"returns"}) {
		t.Errorf("got %+v, want its tag with it", f)
	}
}

func archivePages(t *testing.T, l *ledger) {
	var want []desk.ConversationID
	for n := range 11 {
		if n%3 == 0 {
			l.now = l.now.Add(-4e9) // some begin at the same moment
		}
		c := l.talk(anna)
		want = append(want, c.ID)
	}
	var got []desk.ConversationID
	q := desk.ArchiveQuery{Limit: 3}
	for pages := 0; pages < 6; pages++ {
		list := l.archive(q)
		for _, f := range list {
			got = append(got, f.Conversation.ID)
		}
		if len(list) < q.Limit {
			break
		}
		last := list[len(list)-1].Conversation
		if pages == 1 { // what begins meanwhile moves nothing
			l.now = l.now.Add(1e12)
			l.talk(bert)
		}
		q.After = desk.PlaceOf(last)
	}
	slices.Sort(want)
	unsorted := slices.Clone(got)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("pages give %v, want each of %v once", unsorted, want)
	}
	if n, err := l.CountArchive(context.Background(), desk.ArchiveQuery{}, 5); err != nil || n != 5 {
		t.Errorf("counted %d, %v, want no more than 5", n, err)
	}
}

// What an operator looks for may be anything (T-37).
func lookedForIsData(t *testing.T, l *ledger) {
	c := l.talk(anna)
	l.record(l.saying(c.ID, desk.FromVisitor, "plain NEAR words AND or"))
	for _, text := range []string{
		`"`, `'`, `' OR '1'='1`, `"a" OR b`, `a*`, `NEAR(plain words)`, `plain AND`, `-plain`, `said:plain`, `(`, `\`, `plain:*`, `a & | ! b`, `%`, `?0 ?`, "\x00", "plain\x00", `{}`, `^plain`, "🙂", "é́", "ﷺ",
	} {
		q := desk.ArchiveQuery{Words: desk.Words(text), Limit: 10}
		if _, err := l.Archive(context.Background(), q); err != nil {
			t.Errorf("looking for %q: %v", text, err)
		}
		q = desk.ArchiveQuery{Operator: desk.OperatorID(text), Limit: 10}
		if list, err := l.Archive(context.Background(), q); text[len(text)-1] != 0 && (err != nil || len(list) > 0) {
			t.Errorf("narrowed by %q: %d, %v, want none", text, len(list), err)
		}
		q = desk.ArchiveQuery{Tag: text, Limit: 10}
		if list, err := l.Archive(context.Background(), q); text[len(text)-1] != 0 && (err != nil || len(list) > 0) {
			t.Errorf("narrowed by tag %q: %d, %v, want none", text, len(list), err)
		}
	}
	if got := l.finds(desk.ArchiveQuery{Words: desk.Words("near and or")}); len(got) != 1 {
		t.Errorf("words of a query language are words: got %v", got)
	}
}
