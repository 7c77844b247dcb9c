package desk_test

import (
	"context"
	"testing"

	"beckon/desk"
	"beckon/desktest"
	"beckon/origin"
)

// TestRights is the matrix: what an administrator and any other operator may do.
func TestRights(t *testing.T) {
	ctx := context.Background()
	mode, name := desk.ModeFull, "A new name"
	for _, c := range []struct {
		command                 string
		administrator, operator bool
		do                      func(d *desk.Desk, by desk.Actor) error
	}{
		{"change one's own record", true, true, func(d *desk.Desk, by desk.Actor) error {
			return errOf(d.ChangeOperator(ctx, by, by.ID, desk.OperatorChange{Name: &name}))
		}},
		{"change a colleague's record", true, false, func(d *desk.Desk, by desk.Actor) error {
			return errOf(d.ChangeOperator(ctx, by, "carla", desk.OperatorChange{Name: &name}))
		}},
		{"switch Live Help", true, true, func(d *desk.Desk, by desk.Actor) error { return errOf(d.SwitchLiveHelp(ctx, by, false)) }},
		{"change settings", true, false, func(d *desk.Desk, by desk.Actor) error {
			return errOf(d.ChangeSettings(ctx, by, desk.DefaultSettings()))
		}},
		{"change a site", true, false, func(d *desk.Desk, by desk.Actor) error {
			return errOf(d.ChangeSite(ctx, by, "shop", desk.SiteChange{Mode: &mode}))
		}},
		{"check a site", true, false, func(d *desk.Desk, by desk.Actor) error { return errOf(d.CheckSite(by, "shop")) }},
		{"save a canned message", true, true, func(d *desk.Desk, by desk.Actor) error {
			return errOf(d.SaveCanned(ctx, by, desk.Canned{Title: "Hello", Text: "Hello"}))
		}},
		{"delete a canned message", true, true, func(d *desk.Desk, by desk.Actor) error {
			c, err := d.SaveCanned(ctx, by, desk.Canned{Title: "Hello", Text: "Hello"})
			if err != nil {
				return err
			}
			return d.DeleteCanned(ctx, by, c.ID)
		}},
		{"save a canned message of one's own", true, true, func(d *desk.Desk, by desk.Actor) error {
			return errOf(d.SaveCanned(ctx, by, desk.Canned{Owner: by.ID, Title: "Hello", Text: "Hello"}))
		}},
		{"search the archive", true, true, func(d *desk.Desk, by desk.Actor) error {
			_, _, err := d.Archive(ctx, by, "hello", desk.ArchiveQuery{})
			return err
		}},
		{"export the archive", true, false, func(d *desk.Desk, by desk.Actor) error {
			return errOf(d.ExportArchive(ctx, by, "hello", desk.ArchiveQuery{}))
		}},
		{"read the tags", true, true, func(d *desk.Desk, by desk.Actor) error { return errOf(d.Tags(ctx, by)) }},
		{"preview an invitation", true, true, func(d *desk.Desk, by desk.Actor) error {
			return errOf(d.PreviewInvitation(by, "", "I'm %name%"))
		}},
	} {
		t.Run(c.command, func(t *testing.T) {
			store := desktest.NewStore()
			desktest.Seed(t, store)
			place, err := origin.Open()
			if err != nil {
				t.Fatal(err)
			}
			d, err := desk.Open(ctx, desk.Options{Store: store, Node: "one", Origin: place})
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			for by, may := range map[desk.Actor]bool{{ID: "anna", Administrator: true}: c.administrator, {ID: "bert"}: c.operator} {
				err := c.do(d, by)
				if may && err != nil || !may && desk.KindOf(err) != desk.Forbidden {
					t.Errorf("%s: got %v, allowed should be %t", by.ID, err, may)
				}
			}
		})
	}
}

func errOf[T any](_ T, err error) error { return err }
