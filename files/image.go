package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// MaxPixels is how large an image may be to be made anew (reliability, section 4); larger ones stay plain files.
const MaxPixels = 24_000_000

// ErrNoImage says that bytes are no image that can be made anew.
var ErrNoImage = errors.New("this is no image that can be shown")

// Image is an image made anew: pixels only, none of what came with them.
type Image struct {
	Bytes  []byte
	Type   string // image/png, image/jpeg or image/gif
	Width  int
	Height int
}

// Images makes images anew, one at a time: decoding costs memory.
type Images struct{ turn chan struct{} }

// NewImages returns an Images.
func NewImages() *Images { return &Images{turn: make(chan struct{}, 1)} }

// Remake returns the image in r made anew. ErrNoImage for what isn't PNG, JPEG, GIF or WebP, is broken or too large. The size is read
// before anything is decoded.
func (m *Images) Remake(ctx context.Context, r io.ReadSeeker) (Image, error) {
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
	select {
	case m.turn <- struct{}{}:
		defer func() { <-m.turn }()
	case <-ctx.Done():
		return Image{}, ctx.Err()
	}
	return kind.remake(r)
}

type kind struct {
	magic  func(head []byte) bool
	config func(io.Reader) (image.Config, error)
	remake func(io.ReadSeeker) (Image, error)
}

var kinds = []kind{
	{func(h []byte) bool { return bytes.HasPrefix(h, []byte("\x89PNG\r\n\x1a\n")) }, png.DecodeConfig, still(png.Decode, asPNG)},
	{func(h []byte) bool { return bytes.HasPrefix(h, []byte("\xff\xd8\xff")) }, jpeg.DecodeConfig, remakeJPEG},
	{func(h []byte) bool {
		return bytes.HasPrefix(h, []byte("GIF87a")) || bytes.HasPrefix(h, []byte("GIF89a"))
	}, gif.DecodeConfig, remakeGIF},
	{func(h []byte) bool { return len(h) >= 12 && string(h[:4]) == "RIFF" && string(h[8:12]) == "WEBP" }, webp.DecodeConfig, still(webp.Decode, asPNG)},
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

func still(decode func(io.Reader) (image.Image, error), encode func(image.Image) (Image, error)) func(io.ReadSeeker) (Image, error) {
	return func(r io.ReadSeeker) (Image, error) {
		in, err := decode(r)
		if err != nil {
			return Image{}, ErrNoImage
		}
		return encode(in)
	}
}

func asPNG(in image.Image) (Image, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, in); err != nil {
		return Image{}, fmt.Errorf("encode an image: %w", err)
	}
	return made(out.Bytes(), "image/png", in.Bounds()), nil
}

func made(b []byte, kind string, size image.Rectangle) Image {
	return Image{Bytes: b, Type: kind, Width: size.Dx(), Height: size.Dy()}
}

// quality of JPEGs made anew.
const quality = 88

func remakeJPEG(r io.ReadSeeker) (Image, error) {
	turned := orientation(r)
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return Image{}, err
	}
	in, err := jpeg.Decode(r)
	if err != nil {
		return Image{}, ErrNoImage
	}
	in = upright(in, turned)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, in, &jpeg.Options{Quality: quality}); err != nil {
		return Image{}, fmt.Errorf("encode an image: %w", err)
	}
	return made(out.Bytes(), "image/jpeg", in.Bounds()), nil
}

// upright turns an image as its EXIF orientation (1 to 8) asks.
func upright(in image.Image, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return in
	}
	b := in.Bounds()
	w, h := b.Dx(), b.Dy()
	source := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(source, source.Bounds(), in, b.Min, draw.Src)
	ow, oh := w, h
	if orientation >= 5 {
		ow, oh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, ow, oh))
	for y := range h {
		for x := range w {
			nx, ny := turn(orientation, x, y, w, h)
			copy(out.Pix[out.PixOffset(nx, ny):][:4], source.Pix[source.PixOffset(x, y):][:4])
		}
	}
	return out
}

// turn returns where a pixel goes (EXIF 2.3, tag 0x0112).
func turn(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	}
	return x, y
}
