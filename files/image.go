package files

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"runtime"
	"sync"
	"time"

	"golang.org/x/image/webp"
	"golang.org/x/sync/semaphore"
)

// MaxPixels is how large an image may be to be made anew (reliability, section 4); larger ones, and those that would cost too much
// memory, stay plain files.
const MaxPixels = 24_000_000

// ErrNoImage says that bytes are no image that can be made anew.
var ErrNoImage = errors.New("this is no image that can be shown")

// How long an image may take (reliability, section 4); one that takes longer stays a plain file.
const (
	waitWithin = 10 * time.Second // for its turn
	readWithin = 2 * time.Second  // until it is decoded
	madeWithin = 6 * time.Second  // in all
)

// maxMade is the most bytes that an image made anew may have.
const maxMade = 24 << 20

// Image is an image made anew: pixels only, none of what came with them.
type Image struct {
	Type   string // image/png, image/jpeg or image/gif
	Width  int
	Height int
	Size   int64 // bytes

	parts   [][]byte
	release func()
}

// Release gives back what the image costs; it is not to be read any more.
func (i Image) Release() {
	if i.release != nil {
		i.release()
	}
}

// Reader reads the image's bytes.
func (i Image) Reader() io.Reader {
	var all []io.Reader
	for _, p := range i.parts {
		all = append(all, bytes.NewReader(p))
	}
	return io.MultiReader(all...)
}

// Images makes images anew, one at a time: decoding costs memory. What is made counts until it is released.
type Images struct {
	turn   chan struct{}
	memory *semaphore.Weighted
	now    func() time.Time
}

// mostAtOnce is the most bytes of memory that all images cost together, being made anew and not yet put away.
const mostAtOnce = maxMemory + maxMade + 8<<20

// costly is what an image costs after which the memory is given back at once: the next one would come on top of what is left of it.
const costly = 16 << 20

// NewImages returns an Images.
func NewImages() *Images {
	return &Images{turn: make(chan struct{}, 1), memory: semaphore.NewWeighted(mostAtOnce), now: time.Now}
}

// Remake returns the image in r made anew; Release it when it is put away. ErrNoImage for what isn't PNG, JPEG, GIF or WebP, is broken or
// too large, would have more than most bytes, or takes too long, be it for others before it. What it costs is reckoned before anything is
// decoded.
func (m *Images) Remake(ctx context.Context, r io.ReadSeeker, most int64) (Image, error) {
	kind, err := kindOf(r)
	if err != nil {
		return Image{}, err
	}
	config, err := kind.config(r)
	if err != nil || config.Width <= 0 || config.Height <= 0 || config.Width > MaxPixels/config.Height {
		return Image{}, ErrNoImage
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return Image{}, err
	}
	cost := kind.cost(r, config)
	if cost > maxMemory {
		return Image{}, ErrNoImage
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return Image{}, err
	}
	most = min(most, maxMade)
	whole := cost + most
	if err := m.take(ctx, whole); err != nil {
		return Image{}, err
	}
	var made Image
	defer func() { // also when a decoder crashes
		if cost >= costly {
			runtime.GC()
		}
		m.memory.Release(whole - made.Size)
		<-m.turn
	}()
	if made, err = m.remake(ctx, kind, r, most); err != nil {
		made = Image{}
		return made, err
	}
	size := made.Size
	made.release = sync.OnceFunc(func() { m.memory.Release(size) })
	return made, nil
}

// take waits for a turn, and for memory. ErrNoImage when that takes too long.
func (m *Images) take(ctx context.Context, memory int64) error {
	within, cancel := context.WithTimeout(ctx, waitWithin)
	defer cancel()
	select {
	case m.turn <- struct{}{}:
		if m.memory.Acquire(within, memory) == nil {
			return nil
		}
		<-m.turn
	case <-within.Done():
	}
	if gone := ctx.Err(); gone != nil {
		return gone
	}
	return ErrNoImage
}

func (m *Images) remake(ctx context.Context, kind kind, r io.ReadSeeker, most int64) (Image, error) {
	began := m.now()
	in := source{r, func() error { return m.until(ctx, began.Add(readWithin)) }}
	out := &sink{most: most, check: func() error { return m.until(ctx, began.Add(madeWithin)) }}
	image, err := kind.remake(in, out)
	if gone := ctx.Err(); gone != nil {
		return Image{}, gone
	}
	return image, err
}

var errLate = errors.New("the image takes too long")

func (m *Images) until(ctx context.Context, moment time.Time) error {
	if m.now().After(moment) {
		return errLate
	}
	return ctx.Err()
}

// source is an image as it came. Reading fails when its time is over: nothing else ends a decoder.
type source struct {
	io.ReadSeeker
	check func() error
}

func (s source) Read(p []byte) (int, error) {
	if err := s.check(); err != nil {
		return 0, err
	}
	return s.ReadSeeker.Read(p)
}

// sink takes an image made anew, in parts: one growing piece would be copied again and again.
type sink struct {
	parts [][]byte
	size  int64
	most  int64
	check func() error
}

const partSize = 256 << 10

// Write implements io.Writer.
func (s *sink) Write(p []byte) (int, error) {
	if err := s.check(); err != nil {
		return 0, err
	}
	if s.size += int64(len(p)); s.size > s.most {
		return 0, ErrTooLarge
	}
	for rest := p; len(rest) > 0; {
		if n := len(s.parts); n == 0 || len(s.parts[n-1]) == partSize {
			s.parts = append(s.parts, make([]byte, 0, partSize))
		}
		last := &s.parts[len(s.parts)-1]
		n := min(len(rest), partSize-len(*last))
		*last, rest = append(*last, rest[:n]...), rest[n:]
	}
	return len(p), nil
}

func (s *sink) made(kind string, size image.Rectangle) Image {
	return Image{Type: kind, Width: size.Dx(), Height: size.Dy(), Size: s.size, parts: s.parts}
}

type kind struct {
	magic  func(head []byte) bool
	config func(io.Reader) (image.Config, error)
	cost   func(io.ReadSeeker, image.Config) int64 // bytes of memory
	remake func(source, *sink) (Image, error)
}

var kinds = []kind{
	{func(h []byte) bool { return bytes.HasPrefix(h, []byte("\x89PNG\r\n\x1a\n")) }, png.DecodeConfig, costOfPNG, still(png.Decode)},
	{func(h []byte) bool { return bytes.HasPrefix(h, []byte("\xff\xd8\xff")) }, jpeg.DecodeConfig, costOfJPEG, remakeJPEG},
	{func(h []byte) bool {
		return bytes.HasPrefix(h, []byte("GIF87a")) || bytes.HasPrefix(h, []byte("GIF89a"))
	}, gif.DecodeConfig, costOfGIF, remakeGIF},
	{func(h []byte) bool { return len(h) >= 12 && string(h[:4]) == "RIFF" && string(h[8:12]) == "WEBP" }, webp.DecodeConfig, costOfWebP, still(webp.Decode)},
}

// kindOf tells the kind by the first bytes; what the sender calls it doesn't count.
func kindOf(r io.ReadSeeker) (kind, error) {
	head := make([]byte, 12)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return kind{}, err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return kind{}, err
	}
	for _, k := range kinds {
		if k.magic(head[:n]) {
			return k, nil
		}
	}
	return kind{}, ErrNoImage
}

func still(decode func(io.Reader) (image.Image, error)) func(source, *sink) (Image, error) {
	return func(r source, out *sink) (Image, error) {
		in, err := decode(r)
		if err != nil {
			return Image{}, ErrNoImage
		}
		return asPNG(in, out)
	}
}

func asPNG(in image.Image, out *sink) (Image, error) {
	if err := png.Encode(out, in); err != nil {
		return Image{}, ErrNoImage
	}
	return out.made("image/png", in.Bounds()), nil
}
