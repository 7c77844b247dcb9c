package server

import (
	"bufio"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"beckon/desk"
	"beckon/wire"
)

// export is a list of conversations on its way to whoever asked for it, as a file.
type export struct {
	of    *Server
	by    desk.Actor
	to    huma.Context
	out   *bufio.Writer
	sites map[desk.SiteID]string // names
	// hurry gives the reader anew the time in which he must have taken what comes next: who takes nothing holds nothing.
	hurry    func()
	finished func() // gives the connection back to what comes next on it
}

// runs passes on conversations, some at a time.
type runs = func(ctx context.Context, run func([]desk.Conversation) error) error

func newExport(c huma.Context, s *Server, by desk.Actor) *export {
	e := &export{of: s, by: by, to: c, out: bufio.NewWriter(c.BodyWriter()), sites: map[desk.SiteID]string{}, hurry: func() {}, finished: func() {}}
	for _, site := range s.desk.Sites() {
		e.sites[site.ID] = site.Name
	}
	if w, ok := c.BodyWriter().(http.ResponseWriter); ok { // else it is not over a network
		line := http.NewResponseController(w)
		e.hurry = func() { line.SetWriteDeadline(time.Now().Add(s.limits.ExportWithin)) } // a line that can't have a deadline has none
		e.finished = func() { line.SetWriteDeadline(time.Time{}) }
	}
	return e
}

// exportForms are the kinds of files, by format.
var exportForms = map[string]struct {
	name, kind string
	write      func(*export, context.Context, runs) error
}{
	"csv":   {"conversations", "text/csv; charset=utf-8; header=present", (*export).csv},
	"json":  {"conversations", "application/json", (*export).list},
	"jsonl": {"conversations-with-messages", "application/jsonl; charset=utf-8", (*export).withMessages},
}

// stream writes the file. What breaks in the middle breaks the connection: half a file must not look whole.
func (e *export) stream(format string, all runs) {
	c, form := e.to, exportForms[format]
	c.SetHeader("Content-Type", form.kind)
	c.SetHeader("Content-Disposition", `attachment; filename="`+form.name+"-"+time.Now().UTC().Format("2006-01-02")+"."+format+`"`)
	c.SetHeader("X-Content-Type-Options", "nosniff")
	c.SetHeader("Cache-Control", "no-store")
	e.hurry()
	err := form.write(e, c.Context(), func(ctx context.Context, run func([]desk.Conversation) error) error {
		return all(ctx, func(list []desk.Conversation) error {
			e.hurry()
			err := run(list)
			e.hurry()
			return err
		})
	})
	if err == nil {
		err = e.out.Flush()
	}
	if err != nil {
		if c.Context().Err() == nil {
			slog.Error("an export broke off", "error", err)
		}
		panic(http.ErrAbortHandler)
	}
}

func (e *export) csv(ctx context.Context, all runs) error {
	return exportCSV(ctx, e.out, e.sites, all)
}

func (e *export) list(ctx context.Context, all runs) error {
	between := "[\n"
	err := all(ctx, func(list []desk.Conversation) error {
		for _, c := range list {
			raw, err := json.Marshal(wire.ConversationOf(c))
			if err != nil {
				return err
			}
			e.out.WriteString(between)
			e.out.Write(raw)
			between = ",\n"
		}
		return e.out.Flush()
	})
	if between == "[\n" {
		e.out.WriteString(between)
	}
	e.out.WriteString("\n]\n") // a broken writer says so at Flush
	return err
}

// withMessages writes a wire.ExportedConversation on each line. Of a conversation, however long, a run of its lines is held at a time.
func (e *export) withMessages(ctx context.Context, all runs) error {
	return all(ctx, func(list []desk.Conversation) error {
		for _, c := range list {
			if err := e.conversation(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

func (e *export) conversation(ctx context.Context, c desk.Conversation) error {
	head, err := json.Marshal(wire.ExportedFactsOf(c, e.sites[c.Site]))
	if err != nil {
		return err
	}
	e.out.Write(head[:len(head)-1]) // without its closing brace
	e.out.WriteString(`,"messages":[`)
	first := true
	if err := e.of.desk.ExportLines(ctx, e.by, c.ID, func(lines []desk.Message) error {
		for _, m := range lines {
			if err := e.item(&first, wire.ExportedMessageOf(m)); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	e.out.WriteString("]")
	notes, err := e.of.desk.Notes(ctx, e.by, c.ID)
	if kind := desk.KindOf(err); err != nil && kind != desk.Forbidden && kind != desk.NotFound { // not for him to read, or all of it was erased just now
		return err
	}
	if len(notes) > 0 {
		e.out.WriteString(`,"notes":[`)
		first = true
		for _, n := range notes {
			if err := e.item(&first, wire.ExportedNoteOf(n)); err != nil {
				return err
			}
		}
		e.out.WriteString("]")
	}
	e.out.WriteString("}\n")
	return e.out.Flush()
}

// item writes one of an array.
func (e *export) item(first *bool, it any) error {
	raw, err := json.Marshal(it)
	if err != nil {
		return err
	}
	e.hurry()
	if !*first {
		e.out.WriteString(",")
	}
	*first = false
	_, err = e.out.Write(raw)
	return err
}
