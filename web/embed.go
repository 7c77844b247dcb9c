// Package web holds the built console and widget.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:console/dist all:widget/dist
var built embed.FS

// Console returns the built console; without a build it is empty.
func Console() fs.FS { return below("console/dist") }

// Widget returns the built widget; without a build it is empty.
func Widget() fs.FS { return below("widget/dist") }

func below(folder string) fs.FS {
	f, err := fs.Sub(built, folder)
	if err != nil {
		panic(err) // the folders are fixed above
	}
	return f
}
