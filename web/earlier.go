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
	"time"
)

// buildsKept is how many builds of the widget a folder keeps, this one among them.
const buildsKept = 5

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
	if err == nil {
		sum := sha256.Sum256(manifest)
		err = keep(filepath.Join(folder, hex.EncodeToString(sum[:8])), built)
	}
	earlier, notRead := lastBuilds(folder)
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
	half, err := os.MkdirTemp(filepath.Dir(folder), "half-")
	if err != nil {
		return fmt.Errorf("keep the widget: %w", err)
	}
	defer os.RemoveAll(half) // it has another name when all went well
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
			err = os.WriteFile(filepath.Join(half, name), raw, 0o600)
		}
		if err != nil {
			return fmt.Errorf("keep the widget: %w", err)
		}
	}
	return os.Rename(half, folder)
}

// lastBuilds returns the builds that folder keeps, the newest first, and takes away what is older.
func lastBuilds(folder string) ([]fs.FS, error) {
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
	var builds []fs.FS
	for i, e := range entries {
		path := filepath.Join(folder, e.Name())
		if i < buildsKept {
			builds = append(builds, os.DirFS(path))
		} else if err := os.RemoveAll(path); err != nil {
			return builds, fmt.Errorf("earlier widgets: %w", err)
		}
	}
	return builds, nil
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
