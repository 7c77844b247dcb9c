package desktest

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

// lateOnce makes the store answer the first fact a second after it was committed.
func (w *world) lateOnce() {
	var answered atomic.Bool
	w.store.Answer(func(desk.Event) error {
		if !answered.Swap(true) {
			time.Sleep(time.Second)
		}
		return nil
	})
}

// oneAfterTheOther does two things at the same time, of which the first is committed first and answered last.
func (w *world) oneAfterTheOther(first, second func() error) {
	w.t.Helper()
	w.lateOnce()
	var errs [2]error
	var both sync.WaitGroup
	both.Go(func() { errs[0] = first() })
	synctest.Wait()
	both.Go(func() { errs[1] = second() })
	both.Wait()
	for _, err := range errs {
		must(w.t, "change", err)
	}
}

func TestSettingsBecomeTrueInTheOrderInWhichTheyAreStored_Settings(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		change := func(name string) func() error {
			return func() error {
				s := desk.DefaultSettings()
				s.DefaultVisitorName = name
				return errOf(w.desk.ChangeSettings(ctx, actor(w.shop.Anna), s))
			}
		}
		w.oneAfterTheOther(change("First"), change("Second"))
		saved, err := w.store.Load(ctx)
		must(t, "load", err)
		if now := w.desk.Settings(); !reflect.DeepEqual(now, *saved.Settings) {
			t.Errorf("in force is %q, stored %q", now.DefaultVisitorName, saved.Settings.DefaultVisitorName)
		}
	})
}

func TestChangesAtTheSameTimeAreAllKept_Settings(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx, anna := context.Background(), actor(w.shop.Anna)
		name, mail := "Anna of the Shop", "anna@shop.example"
		w.oneAfterTheOther(
			func() error {
				return errOf(w.desk.ChangeOperator(ctx, anna, anna.ID, desk.OperatorChange{Name: &name}))
			},
			func() error {
				return errOf(w.desk.ChangeOperator(ctx, anna, anna.ID, desk.OperatorChange{Email: &mail}))
			})
		w.oneAfterTheOther(
			func() error { return errOf(w.desk.SwitchLiveHelp(ctx, anna, false)) },
			func() error { return w.desk.LearnOperators(ctx) })
		title, origins := "The Tea Shop", []string{Address, "https://tea.example"}
		w.oneAfterTheOther(
			func() error {
				return errOf(w.desk.ChangeSite(ctx, anna, w.shop.Site.ID, desk.SiteChange{Name: &title}))
			},
			func() error {
				return errOf(w.desk.ChangeSite(ctx, anna, w.shop.Site.ID, desk.SiteChange{Origins: &origins}))
			})
		saved, err := w.store.Load(ctx)
		must(t, "load", err)
		for what, o := range map[string]desk.Operator{"in the picture": w.desk.Operators()[0], "stored": saved.Operators[0]} {
			if o.Name != name || o.Email != mail || o.LiveHelp {
				t.Errorf("%s: %+v, want all three changes", what, o)
			}
		}
		for what, s := range map[string]desk.Site{"in the picture": w.desk.Sites()[0], "stored": saved.Sites[0]} {
			if s.Name != title || len(s.Origins) != 2 {
				t.Errorf("%s: %+v, want both changes", what, s)
			}
		}
	})
}

func TestManyChangesAtOnceEndWhereTheStoreDoes_Settings(t *testing.T) {
	w := newWorld(t) // not in a bubble: they really happen at once
	ctx, anna := context.Background(), actor(w.shop.Anna)
	var changes []func() error
	for n := range 30 {
		changes = append(changes,
			func() error {
				s := desk.DefaultSettings()
				s.DefaultVisitorName = fmt.Sprint("Visitor ", n)
				return errOf(w.desk.ChangeSettings(ctx, anna, s))
			},
			func() error {
				title := fmt.Sprint("Shop ", n)
				return errOf(w.desk.ChangeSite(ctx, anna, w.shop.Site.ID, desk.SiteChange{Name: &title}))
			},
			func() error { return errOf(w.desk.SwitchLiveHelp(ctx, actor(w.shop.Bert), n%2 == 0)) },
			func() error {
				_, err := w.desk.AddOperator(ctx, desk.Operator{Login: fmt.Sprint("operator", n)})
				return err
			})
	}
	for _, err := range atOnce(changes...) {
		must(t, "change", err)
	}
	saved, err := w.store.Load(ctx)
	must(t, "load", err)
	if now := w.desk.Settings(); !reflect.DeepEqual(now, *saved.Settings) {
		t.Errorf("settings: in force %+v, stored %+v", now, *saved.Settings)
	}
	differ(t, "sites", w.desk.Sites(), saved.Sites)
	stored := map[desk.OperatorID]desk.Operator{}
	for _, o := range saved.Operators {
		stored[o.ID] = o
	}
	for _, o := range w.desk.Operators() {
		if o != stored[o.ID] {
			t.Errorf("operator: in force %+v, stored %+v", o, stored[o.ID])
		}
	}
}

func TestNamesAndAddressesAreBounded_Guarantee9(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx, anna := context.Background(), actor(w.shop.Anna)
		address := func(n int) *string { s := strings.Repeat("x", n-len("@shop.example")) + "@shop.example"; return &s }
		title := func(n int) *string { s := strings.Repeat("é", n); return &s }
		must(t, "the longest", errOf(w.desk.ChangeOperator(ctx, anna, anna.ID, desk.OperatorChange{Email: address(254)})))
		must(t, "the longest", errOf(w.desk.ChangeSite(ctx, anna, w.shop.Site.ID, desk.SiteChange{Name: title(80)})))
		for field, err := range map[string]error{
			"email": errOf(w.desk.ChangeOperator(ctx, anna, anna.ID, desk.OperatorChange{Email: address(255)})),
			"name":  errOf(w.desk.ChangeSite(ctx, anna, w.shop.Site.ID, desk.SiteChange{Name: title(81)})),
		} {
			wants(t, field, err, desk.Invalid)
			if got := fieldOf(err); got != field {
				t.Errorf("the error names the field %q, want %q", got, field)
			}
		}
	})
}

func TestLoginsAreLettersDigitsAndAFewSigns(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		for _, login := range []string{"dora", "Dora.B-2", "dora@shop.example", "Zoë+1", "操作员", "_c"} {
			_, err := w.desk.AddOperator(ctx, desk.Operator{Login: login})
			must(t, "add "+login, err)
		}
		anna, before := actor(w.shop.Anna), len(w.desk.Operators())
		for _, login := range []string{"<b>dora</b>", "two words", "a/b", `a"b`, "dora'", "=1", ""} {
			_, err := w.desk.AddOperator(ctx, desk.Operator{Login: login})
			wants(t, "add "+login, err, desk.Invalid)
			_, err = w.desk.ChangeOperator(ctx, anna, w.shop.Anna.ID, desk.OperatorChange{Login: &login})
			wants(t, "change to "+login, err, desk.Invalid)
		}
		if n := len(w.desk.Operators()); n != before {
			t.Errorf("%d operators, want %d", n, before)
		}
		old := desk.Operator{ID: "old", Login: "<i>old one</i>"} // from before there was a rule
		must(t, "record", w.store.Record(ctx, &desk.OperatorChanged{Operator: old}))
		w.restart()
		name := "Old"
		_, err := w.desk.ChangeOperator(ctx, desk.Actor{ID: old.ID}, old.ID, desk.OperatorChange{Name: &name, Login: &old.Login})
		must(t, "an old login stays", err)
	})
}

func TestCannedMessagesAreBounded_Limits(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx, anna := context.Background(), actor(w.shop.Anna)
		there, err := w.desk.CannedList(ctx, anna)
		must(t, "list", err)
		for n := range 500 {
			if n >= len(there) {
				Record(t, w.store, &desk.CannedSaved{Canned: desk.Canned{ID: desk.CannedID(w.id("shared")), Title: "Shared", Text: "Hello"}})
			}
			Record(t, w.store, &desk.CannedSaved{Canned: desk.Canned{ID: desk.CannedID(w.id("own")), Owner: anna.ID, Title: "Own", Text: "Hello"}})
		}
		for _, owner := range []desk.OperatorID{"", anna.ID} {
			_, err := w.desk.SaveCanned(ctx, anna, desk.Canned{Owner: owner, Title: "One more", Text: "Hello"})
			wants(t, "one more of "+string(owner), err, desk.TooMany)
		}
		list, err := w.desk.CannedList(ctx, anna)
		if err != nil || len(list) != 1000 {
			t.Fatalf("%d are listed, %v, want all", len(list), err)
		}
		changed := list[0]
		changed.Text = "Changed"
		_, err = w.desk.SaveCanned(ctx, anna, changed)
		must(t, "change one", err)
		must(t, "delete one", w.desk.DeleteCanned(ctx, anna, changed.ID))
		_, err = w.desk.SaveCanned(ctx, anna, desk.Canned{Owner: changed.Owner, Title: "One more", Text: "Hello"})
		must(t, "one more in its place", err)
	})
}
