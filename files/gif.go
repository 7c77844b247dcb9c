package files

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/gif"
	"io"
)

const (
	maxFrames = 500      // of an animation that is kept, together with MaxPixels for all its frames
	maxHeld   = 16 << 20 // bytes as sent of an image that has to be held whole
)

var (
	errManyFrames = errors.New("too many frames")
	errNotGIF     = errors.New("this is no GIF")
)

// remakeGIF keeps an animation; one with too many frames becomes its first.
func remakeGIF(r source, out *sink) (Image, error) {
	plain, err := plainGIF(r, maxFrames)
	still := errors.Is(err, errManyFrames)
	if still {
		if _, err := r.Seek(0, io.SeekStart); err != nil {
			return Image{}, err
		}
		plain, err = plainGIF(r, 1)
	}
	if err != nil {
		return Image{}, ErrNoImage
	}
	in, err := gif.DecodeAll(source{bytes.NewReader(plain), r.check})
	if err != nil {
		return Image{}, ErrNoImage
	}
	if still {
		return asPNG(in.Image[0], out)
	}
	if err := gif.EncodeAll(out, in); err != nil {
		return Image{}, ErrNoImage
	}
	return out.made("image/gif", image.Rect(0, 0, in.Config.Width, in.Config.Height)), nil
}

// plainGIF returns a GIF written anew, from nothing but its screen, its loop count and its frames. Only that is decoded: decoders differ
// in how they read extensions, so that what is counted in the bytes as they came says nothing about what a decoder makes of them. With
// one frame asked for the others are left out; else errManyFrames when there are more than most, or they have more than MaxPixels.
func plainGIF(r io.Reader, most int) ([]byte, error) {
	g := gifReader{in: bufio.NewReader(io.LimitReader(r, maxHeld))}
	if !g.screen() {
		return nil, errNotGIF
	}
	frames, pixels := 0, 0
	for {
		kind, err := g.in.ReadByte()
		switch {
		case err != nil:
			return nil, err
		case kind == 0x3b && frames > 0:
			return g.end(), nil
		case kind == 0x21:
			if !g.extension() {
				return nil, errNotGIF
			}
		case kind == 0x2c:
			size, ok := g.frame()
			frames++
			if pixels += size; pixels > MaxPixels || frames > most {
				return nil, errManyFrames
			}
			if !ok || !g.pixels() {
				return nil, errNotGIF
			}
			if most == 1 {
				return g.end(), nil
			}
		default:
			return nil, errNotGIF
		}
	}
}

// gifReader reads a GIF by its specification and writes down what is taken over. Its methods are false for what is none.
type gifReader struct {
	in      *bufio.Reader
	out     []byte
	looped  bool
	control []byte // of the next frame
	head    [9]byte
}

func (g *gifReader) end() []byte { return append(g.out, 0x3b) }

// take takes n bytes over.
func (g *gifReader) take(n int) bool {
	at := len(g.out)
	g.out = append(g.out, make([]byte, n)...)
	_, err := io.ReadFull(g.in, g.out[at:])
	return err == nil
}

func (g *gifReader) table(flags byte) bool {
	return flags&0x80 == 0 || g.take(3<<(flags&7+1))
}

func (g *gifReader) screen() bool { return g.take(13) && g.table(g.out[10]) }

// frame reads a frame's place and size.
func (g *gifReader) frame() (pixels int, ok bool) {
	_, err := io.ReadFull(g.in, g.head[:])
	return int(binary.LittleEndian.Uint16(g.head[4:])) * int(binary.LittleEndian.Uint16(g.head[6:])), err == nil
}

// pixels takes a frame over, its control extension before it.
func (g *gifReader) pixels() bool {
	g.out = append(g.out, g.control...)
	g.control = nil
	g.out = append(append(g.out, 0x2c), g.head[:]...)
	if !g.table(g.head[8]) || !g.take(1) { // the size of a code
		return false
	}
	for {
		if !g.take(1) {
			return false
		}
		n := g.out[len(g.out)-1]
		if n == 0 {
			return true
		}
		if !g.take(int(n)) {
			return false
		}
	}
}

// extension takes over how a frame is shown and how often all are, nothing else.
func (g *gifReader) extension() bool {
	label, err := g.in.ReadByte()
	if err != nil {
		return false
	}
	first, ok := g.block()
	if !ok {
		return false
	}
	second := first
	for n := 0; len(second) > 0; n++ {
		if second, ok = g.block(); !ok {
			return false
		}
		if n == 0 && label == 0xff && !g.looped && string(first) == "NETSCAPE2.0" && len(second) == 3 && second[0] == 1 {
			g.looped = true
			g.out = append(append(append(append(g.out, 0x21, 0xff, 11), first...), 3), second...)
			g.out = append(g.out, 0)
		}
	}
	if label == 0xf9 {
		if len(first) != 4 {
			return false
		}
		g.control = append(append([]byte{0x21, 0xf9, 4}, first...), 0)
	}
	return true
}

// block reads one block; the empty one is the last.
func (g *gifReader) block() ([]byte, bool) {
	n, err := g.in.ReadByte()
	if err != nil {
		return nil, false
	}
	b := make([]byte, n)
	_, err = io.ReadFull(g.in, b)
	return b, err == nil
}
