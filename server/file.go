package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"beckon/desk"
	kept "beckon/files"
	"beckon/wire"
)

const maxField = 4 << 10 // bytes of a form's field

// upload is a form with fields first and one file last.
type upload struct {
	fields url.Values
	name   string
	bytes  io.Reader
}

// attachments takes and gives files. Bytes lie in a folder, what they are in the store.
type attachments struct {
	store   kept.Store
	images  *kept.Images
	uploads *uploads
}

func newAttachments(s kept.Store) *attachments {
	return &attachments{store: s, images: kept.NewImages(), uploads: newUploads()}
}

func (s *Server) routeAttachments(mux *http.ServeMux) {
	mux.HandleFunc("POST /v1/file", s.byPage(s.takeVisitorsFile))
	// Who shows how far an upload got is made to ask first.
	mux.HandleFunc("OPTIONS /v1/file", s.byPage(func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
		return nil
	}))
	mux.HandleFunc("POST /v1/file/bytes", s.byPage(s.giveVisitorsFile))
	mux.HandleFunc("POST "+apiRoot+"/conversations/{id}/files", s.byOperator(s.takeOperatorsFile))
	mux.HandleFunc("POST "+apiRoot+"/canned/files", s.byOperator(s.takeCannedFile))
	mux.HandleFunc("POST "+apiRoot+"/offline/{id}/files", s.byOperator(s.takeReplyFile))
	mux.HandleFunc("GET "+apiRoot+"/files/{id}", s.byOperator(s.giveOperatorsFile))
}

// byPage answers a page of any origin; which may speak for which site the desk decides by KEY, origin and token. Nothing of ours is
// known by cookie, so that no other page can act in a visitor's name.
func (s *Server) byPage(do func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
		w.Header().Set("Vary", "Origin")
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		s.answerError(w, "a page's file", do(w, r))
	}
}

func (s *Server) byOperator(do func(w http.ResponseWriter, r *http.Request, by desk.Actor) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		by, err := s.operatorOf(r)
		if err == nil {
			err = do(w, r, by)
		}
		s.answerError(w, "an operator's file", err)
	}
}

func (s *Server) answerError(w http.ResponseWriter, doing string, err error) {
	if err == nil {
		return
	}
	p := problemOf(doing, err).(*problem)
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	json.NewEncoder(w).Encode(p.Problem) // whoever has gone needs no answer
}

func (s *Server) takeVisitorsFile(w http.ResponseWriter, r *http.Request) error {
	u, err := s.readUpload(w, r)
	if err != nil {
		return err
	}
	who, err := s.desk.VisitorOf(u.fields.Get("site"), r.Header.Get("Origin"), u.fields.Get("token"))
	if err != nil {
		return err
	}
	if u.fields.Get("conversation") == "" {
		return s.takeOfflineFile(w, r, u, who)
	}
	id := idOf[desk.ConversationID](u.fields.Get("conversation"))
	if err := s.desk.MayAttachByVisitor(r.Context(), who, id, max(0, r.ContentLength-maxField)); err != nil {
		return err
	}
	done, err := s.attached.uploads.ofVisitor(who, s.clientAddress(r))
	if err != nil {
		return err
	}
	defer done()
	return s.keep(w, r, u, desk.File{ID: idOf[desk.FileID](u.fields.Get("id")), Conversation: id, By: desk.FromVisitor}, s.desk.KeepFile)
}

// takeOfflineFile takes a file for a message that a visitor leaves. Nobody has talked with him yet: what comes from one address is bounded
// too.
func (s *Server) takeOfflineFile(w http.ResponseWriter, r *http.Request, u upload, who desk.VisitorID) error {
	if err := s.desk.MayAttachOffline(r.Context(), who, max(0, r.ContentLength-maxField)); err != nil {
		return err
	}
	from, id := s.clientAddress(r), idOf[desk.FileID](u.fields.Get("id"))
	undo, ok := s.limits.files.count(from, string(id))
	if !ok {
		return desk.Errorf(desk.TooMany, "Many files have come from your network today. Your message can be sent without it")
	}
	done, err := s.attached.uploads.ofVisitor(who, from)
	if err == nil {
		defer done()
		err = s.keep(w, r, u, desk.File{ID: id}, func(ctx context.Context, f desk.File) (desk.File, error) {
			return s.desk.KeepOfflineFile(ctx, who, f)
		})
	}
	if err != nil {
		undo()
	}
	return err
}

func (s *Server) takeOperatorsFile(w http.ResponseWriter, r *http.Request, by desk.Actor) error {
	u, err := s.readUpload(w, r)
	if err != nil {
		return err
	}
	id := idOf[desk.ConversationID](r.PathValue("id"))
	if err := s.desk.MayAttach(r.Context(), by, id, max(0, r.ContentLength-maxField)); err != nil {
		return err
	}
	done, err := s.attached.uploads.ofOperator(by.ID)
	if err != nil {
		return err
	}
	defer done()
	return s.keep(w, r, u, desk.File{ID: idOf[desk.FileID](u.fields.Get("id")), Conversation: id, By: desk.FromOperator, Operator: by.ID}, s.desk.KeepFile)
}

// takeCannedFile takes a file that canned messages may have; which has it is said when that is saved.
func (s *Server) takeCannedFile(w http.ResponseWriter, r *http.Request, by desk.Actor) error {
	return s.takeOwnFile(w, r, by, func(size int64) error { return s.desk.MayAttachToCanned(by, size) })
}

// takeReplyFile takes a file that goes with a reply; with which is said when that is sent.
func (s *Server) takeReplyFile(w http.ResponseWriter, r *http.Request, by desk.Actor) error {
	return s.takeOwnFile(w, r, by, func(size int64) error {
		return s.desk.MayAttachToReply(r.Context(), by, idOf[desk.OfflineID](r.PathValue("id")), size)
	})
}

// takeOwnFile takes an operator's file that is of no conversation, if it may be.
func (s *Server) takeOwnFile(w http.ResponseWriter, r *http.Request, by desk.Actor, may func(size int64) error) error {
	u, err := s.readUpload(w, r)
	if err != nil {
		return err
	}
	if err := may(max(0, r.ContentLength-maxField)); err != nil {
		return err
	}
	done, err := s.attached.uploads.ofOperator(by.ID)
	if err != nil {
		return err
	}
	defer done()
	return s.keep(w, r, u, desk.File{ID: idOf[desk.FileID](u.fields.Get("id"))}, func(ctx context.Context, f desk.File) (desk.File, error) {
		return s.desk.KeepCannedFile(ctx, by, f)
	})
}

// asItWas undoes what browsers write in place of three characters of a file's name, that it fits into a form's head.
var asItWas = strings.NewReplacer("%22", `"`, "%0D", "\r", "%0A", "\n")

func notAForm(err error) error {
	return desk.Errorf(desk.Invalid, "This is no form with a file: %v", err)
}

// readUpload reads a form's fields, up to its file, in the time that every request has: nobody knows yet who it is.
func (s *Server) readUpload(w http.ResponseWriter, r *http.Request) (upload, error) {
	u := upload{fields: url.Values{}}
	r.Body = http.MaxBytesReader(w, r.Body, s.desk.Settings().MaxFile+10*maxField)
	parts, err := r.MultipartReader()
	if err != nil {
		return u, notAForm(err)
	}
	for range 10 {
		part, err := parts.NextPart()
		if err != nil {
			return u, notAForm(err)
		}
		if part.FileName() != "" || part.FormName() == "file" {
			u.name, u.bytes = asItWas.Replace(part.FileName()), part
			return u, nil
		}
		value, err := fieldOf(part)
		if err != nil {
			return u, err
		}
		u.fields.Set(part.FormName(), value)
	}
	return u, notAForm(errors.New("too many fields"))
}

func fieldOf(part *multipart.Part) (string, error) {
	b, err := io.ReadAll(io.LimitReader(part, maxField+1))
	if err == nil && len(b) > maxField {
		err = errors.New("a field is too long")
	}
	if err != nil {
		return "", notAForm(err)
	}
	return string(b), nil
}

// keep puts the bytes away, images made anew, and notes the file.
func (s *Server) keep(w http.ResponseWriter, r *http.Request, u upload, f desk.File, note func(context.Context, desk.File) (desk.File, error)) error {
	in, err := newSteady(w, u.bytes)
	if err != nil {
		return err
	}
	f.Name = u.name
	if f.Key, f.Size, err = s.attached.put(r.Context(), in, s.desk.Settings().MaxFile); err != nil {
		return err
	}
	if err := s.attached.examine(r.Context(), &f, s.desk.Settings().MaxFile); err != nil {
		return errors.Join(err, s.attached.store.Delete(f.Key))
	}
	now, err := note(r.Context(), f)
	if err != nil || now.Key != f.Key { // refused, or attached before
		if gone := s.attached.store.Delete(f.Key); gone != nil {
			slog.Error("a file that isn't needed stays", "error", gone)
		}
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(wire.FileOf(now))
}

func (a *attachments) put(ctx context.Context, r io.Reader, most int64) (string, int64, error) {
	key, size, err := a.store.Put(ctx, r, most)
	var tooLong *http.MaxBytesError
	switch {
	case errors.Is(err, kept.ErrTooLarge), errors.As(err, &tooLong):
		return "", 0, desk.Errorf(desk.TooLarge, "A file has at most %d MB", most>>20)
	case errors.Is(err, kept.ErrFull):
		slog.Error("a file was refused: the disk is nearly full", "error", err)
		return "", 0, desk.Errorf(desk.Unavailable, "There is no room for files right now. Your message can be sent without it")
	case err != nil:
		return "", 0, desk.Errorf(desk.Invalid, "The file did not arrive whole")
	case size == 0:
		return "", 0, errors.Join(desk.Errorf(desk.Invalid, "The file is empty"), a.store.Delete(key))
	}
	return key, size, nil
}

// examine finds out what a file is by its content, and replaces an image by one made anew, if that may be as
// large.
func (a *attachments) examine(ctx context.Context, f *desk.File, most int64) error {
	in, err := a.store.Open(f.Key)
	if err != nil {
		return fmt.Errorf("open an attached file: %w", err)
	}
	defer in.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("read an attached file: %w", err)
	}
	f.Type = http.DetectContentType(head[:n])
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read an attached file: %w", err)
	}
	picture, err := a.images.Remake(ctx, in, most)
	if errors.Is(err, kept.ErrNoImage) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("make an image anew: %w", err)
	}
	defer picture.Release()
	key, size, err := a.put(ctx, picture.Reader(), picture.Size)
	if err != nil {
		return err
	}
	old := f.Key
	f.Key, f.Size, f.Type, f.Width, f.Height = key, size, picture.Type, picture.Width, picture.Height
	return a.store.Delete(old)
}

func (s *Server) giveVisitorsFile(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, 4*maxField)
	if err := r.ParseForm(); err != nil {
		return notAForm(err)
	}
	who, err := s.desk.VisitorOf(r.PostForm.Get("site"), r.Header.Get("Origin"), r.PostForm.Get("token"))
	if err != nil {
		return err
	}
	f, err := s.desk.FileOfVisitor(r.Context(), who, idOf[desk.FileID](r.PostForm.Get("id")))
	if err != nil {
		return err
	}
	return s.give(w, r, f)
}

func (s *Server) giveOperatorsFile(w http.ResponseWriter, r *http.Request, by desk.Actor) error {
	f, err := s.desk.File(r.Context(), by, idOf[desk.FileID](r.PathValue("id")))
	if err != nil {
		return err
	}
	return s.give(w, r, f)
}

// give sends a file so that nothing in it can run: only images made here are shown, all else is downloaded (T-03).
func (s *Server) give(w http.ResponseWriter, r *http.Request, f desk.File) error {
	in, err := s.attached.store.Open(f.Key)
	if errors.Is(err, kept.ErrNotFound) {
		return desk.Errorf(desk.NotFound, "There is no such file")
	}
	if err != nil {
		return err
	}
	defer in.Close()
	if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(uploadWithin)); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cache-Control", "private, no-cache") // who has signed out, or is asked no more, sees it no more
	h.Set("ETag", `"`+string(f.ID)+`"`)         // the same id is the same file, for ever
	h.Set("Content-Type", "application/octet-stream")
	how := "attachment"
	if f.Image() {
		how = "inline"
		h.Set("Content-Type", f.Type)
	}
	h.Set("Content-Disposition", how+"; filename*=UTF-8''"+url.PathEscape(f.Name))
	if h.Get("Cross-Origin-Resource-Policy") == "" {
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
	}
	http.ServeContent(w, r, "", time.Time{}, in)
	return nil
}

func fileIDs(list []string) []desk.FileID {
	out := make([]desk.FileID, len(list))
	for i, id := range list {
		out[i] = idOf[desk.FileID](id)
	}
	return out
}
