package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// buildsKept is how many builds of the widget a folder keeps, this one among them.
const buildsKept = 5

// half begins the name of a folder that is being written.
const half = "half-"

// hashed matches the names that tell what is in the file: another build has other names.
var hashed = regexp.MustCompile(`^[a-z]+-[0-9a-f]{10}\.js(\.gz)?$`)

// WidgetFrom returns built and behind it, so that a page that was opened before an upgrade still gets the parts that it has not loaded
// yet, the hashed files of the last builds that folder knows. Built is kept there for the next. The error says why it could not be; what
// is returned can be used nevertheless.
func WidgetFrom(folder string, built fs.FS) (fs.FS, error) {
	manifest, err := fs.ReadFile(built, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return built, nil // it is not built
	}
	sum := sha256.Sum256(manifest)
	own := hex.EncodeToString(sum[:8])
	if err == nil {
		err = keep(filepath.Join(folder, own), built)
	}
	earlier, notRead := lastBuilds(folder, own)
	return widget{built, earlier}, errors.Join(err, notRead)
}

// keep writes the hashed files of built into folder, all or none, and makes it the newest.
func keep(folder string, built fs.FS) error {
	if _, err := os.Stat(folder); err == nil {
		return os.Chtimes(folder, time.Time{}, time.Now())
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		return fmt.Errorf("keep the widget: %w", err)
	}
	writing, err := os.MkdirTemp(filepath.Dir(folder), half)
	if err != nil {
		return fmt.Errorf("keep the widget: %w", err)
	}
	defer os.RemoveAll(writing) // it has another name when all went well
	names, err := fs.Glob(built, "*")
	if err != nil {
		return fmt.Errorf("keep the widget: %w", err)
	}
	for _, name := range names {
		if !hashed.MatchString(name) {
			continue
		}
		raw, err := fs.ReadFile(built, name)
		if err == nil {
			err = write(filepath.Join(writing, name), raw)
		}
		if err != nil {
			return fmt.Errorf("keep the widget: %w", err)
		}
	}
	return os.Rename(writing, folder)
}

// write writes a file that is whole after a power loss too.
func write(name string, raw []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	return errors.Join(err, f.Sync(), f.Close())
}

// lastBuilds returns the builds that folder keeps, own first and then the newest, and takes away what is older or half written.
func lastBuilds(folder, own string) ([]fs.FS, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("earlier widgets: %w", err)
	}
	at := func(e os.DirEntry) time.Time {
		info, err := e.Info()
		if err != nil {
			return time.Time{}
		}
		return info.ModTime()
	}
	slices.SortStableFunc(entries, func(a, b os.DirEntry) int { return at(b).Compare(at(a)) })
	if i := slices.IndexFunc(entries, func(e os.DirEntry) bool { return e.Name() == own }); i > 0 { // the clock has gone back since
		err = os.Chtimes(filepath.Join(folder, own), time.Time{}, at(entries[0]).Add(time.Second))
		first := entries[i]
		entries = slices.Insert(slices.Delete(entries, i, i+1), 0, first)
	}
	var builds []fs.FS
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		if len(builds) < buildsKept && !strings.HasPrefix(e.Name(), half) {
			builds = append(builds, os.DirFS(path))
		} else if err := os.RemoveAll(path); err != nil {
			return builds, fmt.Errorf("earlier widgets: %w", err)
		}
	}
	return builds, err
}

// widget is this build and, behind it, what other builds had.
type widget struct {
	fs.FS
	earlier []fs.FS
}

// Open implements fs.FS.
func (w widget) Open(name string) (fs.File, error) {
	f, err := w.FS.Open(name)
	if err == nil || !errors.Is(err, fs.ErrNotExist) || !hashed.MatchString(name) {
		return f, err
	}
	for _, build := range w.earlier {
		if f, err := build.Open(name); err == nil {
			return f, nil
		}
	}
	return nil, err
}
