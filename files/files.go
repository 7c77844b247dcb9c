// Package files keeps what people attach: bytes under random names in one folder, with images made anew so that nothing rides in them.
package files

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"time"
)

// Store keeps files by name. Names are the store's own: 32 lower-case hexadecimal digits.
type Store interface {
	// Put keeps all of r and returns its name and size in bytes, when it is on disk. ErrTooLarge beyond max, ErrFull without room;
	// then nothing is left of it.
	Put(ctx context.Context, r io.Reader, max int64) (name string, size int64, err error)
	// Open returns a file to read; ErrNotFound.
	Open(name string) (io.ReadSeekCloser, error)
	// Delete takes a file away; one that isn't there is no error.
	Delete(name string) error
	// Old calls do with the names of files that were last written before a moment, some hundred at a time, until it fails.
	Old(before time.Time, do func(names []string) error) error
	// Room returns which part of the disk is free, from 0 to 1.
	Room() (float64, error)
}

// What Put and Open say.
var (
	ErrTooLarge = errors.New("the file is too large")
	ErrFull     = errors.New("there is no room left for files")
	ErrNotFound = errors.New("there is no such file")
)

// minRoom is the part of the disk that files leave free: messages come first (reliability, F-05).
const minRoom = 0.1

// Folder is a Store in one folder of the file system. Nothing outside of it can be reached by any name.
type Folder struct {
	root *os.Root
	path string
	room func(path string) (float64, error)
}

// OpenFolder returns a folder, made when it isn't there, that only its owner may read. Close it when done.
func OpenFolder(path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for files: %w", err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("open the folder for files: %w", err)
	}
	return &Folder{root: root, path: path, room: roomAt}, nil
}

// Close gives the folder back.
func (f *Folder) Close() error { return f.root.Close() }

// Put implements Store.
func (f *Folder) Put(ctx context.Context, r io.Reader, max int64) (string, int64, error) {
	if free, err := f.Room(); err == nil && free < minRoom {
		return "", 0, ErrFull
	}
	name := newName()
	if err := f.root.Mkdir(name[:2], 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", 0, full(err)
	}
	size, err := f.write(ctx, place(name), r, max)
	if err != nil {
		return "", 0, errors.Join(full(err), f.Delete(name))
	}
	return name, size, nil
}

func (f *Folder) write(ctx context.Context, at string, r io.Reader, max int64) (size int64, err error) {
	out, err := f.root.OpenFile(at, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	size, err = io.Copy(out, io.LimitReader(untilDone{ctx, r}, max+1))
	if err != nil {
		return size, err
	}
	if size > max {
		return size, ErrTooLarge
	}
	return size, out.Sync()
}

// Open implements Store.
func (f *Folder) Open(name string) (io.ReadSeekCloser, error) {
	if !valid(name) {
		return nil, ErrNotFound
	}
	in, err := f.root.Open(place(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	return in, err
}

// Delete implements Store.
func (f *Folder) Delete(name string) error {
	if !valid(name) {
		return nil
	}
	if err := f.root.Remove(place(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Old implements Store.
func (f *Folder) Old(before time.Time, do func(names []string) error) error {
	parts, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return err
	}
	for _, part := range parts {
		if !part.IsDir() || len(part.Name()) != 2 {
			continue
		}
		if err := f.oldOf(part.Name(), before, do); err != nil {
			return err
		}
	}
	return nil
}

const oldAtATime = 500

func (f *Folder) oldOf(part string, before time.Time, do func(names []string) error) error {
	in, err := f.root.Open(part)
	if err != nil {
		return err
	}
	defer in.Close()
	for {
		list, err := in.ReadDir(oldAtATime)
		var names []string
		for _, e := range list {
			// One that is deleted meanwhile has no time any more.
			if about, failed := e.Info(); failed == nil && about.Mode().IsRegular() && about.ModTime().Before(before) && valid(e.Name()) && e.Name()[:2] == part {
				names = append(names, e.Name())
			}
		}
		if len(names) > 0 {
			if failed := do(names); failed != nil {
				return failed
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// Room implements Store.
func (f *Folder) Room() (float64, error) { return f.room(f.path) }

func place(name string) string { return path.Join(name[:2], name) }

func newName() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

func valid(name string) bool {
	if len(name) != 32 {
		return false
	}
	for i := range len(name) {
		if c := name[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// untilDone reads until a context is done.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}
