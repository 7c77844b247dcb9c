package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"beckon/alert"
	"beckon/auth"
	"beckon/desk"
	"beckon/files"
	"beckon/mail"
	"beckon/origin"
	"beckon/store"
)

// database says where everything is kept.
type database struct {
	Data     string `help:"Folder for all data." default:"data" type:"path"`
	Database string `help:"Address of a PostgreSQL database, postgres://…; without it SQLite in the data folder."`
}

// opened is a store with the desk and the sign-in on it.
type opened struct {
	store *store.Store
	files *files.Folder
	desk  *desk.Desk
	auth  *auth.Auth
	mail  *mail.Worker // of a server; else nil
	alert *alert.Worker
}

func (d database) open(ctx context.Context) (*opened, error) {
	return d.openWith(ctx, desk.Options{Beside: true})
}

// openWith opens the desk as a server's, or as a command's beside it.
func (d database) openWith(ctx context.Context, o desk.Options) (*opened, error) {
	if err := os.MkdirAll(d.Data, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	s, err := d.openStore(ctx)
	if err != nil {
		return nil, err
	}
	from, err := origin.Open()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("country database: %w", err), s.Close())
	}
	o.Store, o.Node, o.Origin = s, "one", from
	k, err := desk.Open(ctx, o)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read what is stored: %w", err), s.Close())
	}
	folder, err := files.OpenFolder(filepath.Join(d.Data, "files"))
	if err != nil {
		k.Close()
		return nil, errors.Join(err, s.Close())
	}
	return &opened{store: s, files: folder, desk: k, auth: auth.New(s, auth.Options{Mask: origin.Mask})}, nil
}

// openExisting is open for commands beside a server: they make no data of their own.
func (d database) openExisting(ctx context.Context) (*opened, error) {
	if d.Database != "" {
		return d.open(ctx)
	}
	isThere := func(folder string) bool {
		_, err := os.Stat(filepath.Join(folder, "beckon.db"))
		return err == nil
	}
	switch demo := filepath.Join(d.Data, "demo"); {
	case isThere(d.Data):
		return d.open(ctx)
	case isThere(demo):
		return nil, fmt.Errorf("there is no database in %s; the demo's is in %s: say --data %s", d.Data, demo, demo)
	}
	return nil, fmt.Errorf("there is no database in %s: start beckon serve first, with the same --data", d.Data)
}

func (d database) openStore(ctx context.Context) (*store.Store, error) {
	if d.Database == "" {
		return store.OpenSQLite(ctx, filepath.Join(d.Data, "beckon.db"), func(err error) {
			slog.Error("the disk can't be trusted any more: stopping; start again to recover", "error", err)
			os.Exit(3)
		})
	}
	if !strings.HasPrefix(d.Database, "postgres://") && !strings.HasPrefix(d.Database, "postgresql://") {
		return nil, errors.New("--database: want an address that begins with postgres://")
	}
	return store.OpenPostgres(ctx, d.Database)
}

func (o *opened) close() error {
	if o.mail != nil {
		o.mail.Close()
	}
	if o.alert != nil {
		o.alert.Close()
	}
	o.desk.Close()
	return errors.Join(o.files.Close(), o.store.Close())
}

// lock keeps a second server out of a data folder.
func (d database) lock() (unlock func(), err error) {
	if err := os.MkdirAll(d.Data, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(d.Data, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, fmt.Errorf("another beckon serves from %s already; stop it first, or choose another --data", d.Data)
	}
	return func() { f.Close() }, nil
}
