package files

import (
	"bytes"
	"compress/lzw"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// peak is the most that the heap grew while something was done.
func peak(do func()) uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	before, most := stats.HeapAlloc, atomic.Uint64{}
	done, ended := make(chan struct{}), make(chan struct{})
	look := func() {
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		most.Store(max(most.Load(), now.HeapAlloc))
	}
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			default:
				look()
				runtime.Gosched()
			}
		}
	}()
	do()
	close(done)
	<-ended
	look()
	return max(most.Load(), before) - before
}

// withinHeap has an image made anew and says how, when the heap grew beyond what is allowed.
func withinHeap(t *testing.T, name string, in []byte) (Image, error) {
	t.Helper()
	var got Image
	var err error
	if grew := peak(func() { got, err = NewImages().Remake(context.Background(), bytes.NewReader(in)) }); grew > 128<<20 {
		t.Errorf("%s: %d bytes cost %d MiB of memory, want at most 128", name, len(in), grew>>20)
	}
	return got, err
}

// gifBytes is a GIF of frames that are all one colour, with raw bytes after the screen.
func gifBytes(size uint16, frames int, between string) []byte {
	out := []byte("GIF89a")
	out = binary.LittleEndian.AppendUint16(out, size)
	out = binary.LittleEndian.AppendUint16(out, size)
	out = append(out, 0x80, 0, 0, 0, 0, 0, 255, 255, 255)
	out = append(out, between...)
	var data bytes.Buffer
	w := lzw.NewWriter(&data, lzw.LSB, 2)
	w.Write(make([]byte, int(size)*int(size)))
	w.Close()
	for range frames {
		out = append(out, 0x2c, 0, 0, 0, 0)
		out = binary.LittleEndian.AppendUint16(out, size)
		out = binary.LittleEndian.AppendUint16(out, size)
		out = append(out, 0, 2)
		for b := data.Bytes(); len(b) > 0; b = b[min(255, len(b)):] {
			out = append(append(out, byte(min(255, len(b)))), b[:min(255, len(b))]...)
		}
		out = append(out, 0)
	}
	return append(out, 0x3b)
}

// Extensions that Go's decoder reads otherwise than the specification says must not hide frames from who counts them.
func TestHiddenFramesAreNotDecoded_T24(t *testing.T) {
	for name, between := range map[string]string{
		"a text extension of no size":         "\x21\x01\x00\x3b0123456789a\x00",
		"an application extension of no size": "\x21\xff\x00\x00\x3b",
		"many frames, plainly":                "",
	} {
		got, err := withinHeap(t, name, gifBytes(2000, 80, between))
		if between != "" && !errors.Is(err, ErrNoImage) {
			t.Errorf("%s: got %s, %v; want a plain file", name, got.Type, err)
		}
		if between == "" && (err != nil || got.Type != "image/png" || got.Width != 2000) {
			t.Errorf("%s: got %s, %v; want the first frame", name, got.Type, err)
		}
	}
}

func TestAnimationKeepsItsTimesAndLoops(t *testing.T) {
	frame := func(i uint8) *image.Paletted {
		p := image.NewPaletted(image.Rect(0, 0, 6, 2), []color.Color{color.Black, color.White, color.Transparent})
		p.SetColorIndex(3, 1, i)
		return p
	}
	in := &gif.GIF{Image: []*image.Paletted{frame(0), frame(1), frame(2)}, Delay: []int{3, 4, 5}, Disposal: []byte{1, 2, 3}, LoopCount: 7}
	sent := encoded(t, func(w io.Writer) error { return gif.EncodeAll(w, in) })
	sent = append(append(append([]byte{}, sent[:len(sent)-1]...), "\x21\xfe\x03hey\x00\x21\x01\x0c............\x02ab\x00"...), 0x3b)
	got, err := NewImages().Remake(context.Background(), bytes.NewReader(sent))
	if err != nil {
		t.Fatal(err)
	}
	out, err := gif.DecodeAll(got.Reader())
	if err != nil || len(out.Image) != 3 || out.LoopCount != 7 || out.Delay[2] != 5 || out.Disposal[1] != 2 || out.Image[1].ColorIndexAt(3, 1) != 1 {
		t.Errorf("got %+v, %v", out, err)
	}
	cut := sent[:len(sent)-1] // no trailer
	if _, err := NewImages().Remake(context.Background(), bytes.NewReader(cut)); !errors.Is(err, ErrNoImage) {
		t.Errorf("without its end: %v, want ErrNoImage", err)
	}
}

// jpegBytes is a JPEG of one colour: so many components, sampled alike, and so many scans. A progressive one has scans without anything
// in them after the first.
func jpegBytes(sof byte, w, h uint16, components byte, scans int, more ...byte) []byte {
	out := append([]byte{0xff, 0xd8}, more...)
	segment := func(mark byte, body ...byte) {
		out = append(binary.BigEndian.AppendUint16(append(out, 0xff, mark), uint16(len(body)+2)), body...)
	}
	segment(markDQT, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)
	frame := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16([]byte{8}, h), w)
	scan := []byte{components}
	frame = append(frame, components)
	for c := range components {
		frame = append(frame, c+1, 0x11, 0)
		scan = append(scan, c+1, 0)
	}
	segment(sof, frame...)
	one := append([]byte{0, 1}, make([]byte, 15)...)
	last, codes, none := byte(63), 2, byte(0) // all frequencies in the first scan
	if sof == markSOF2 {
		last, codes, none = 0, 1, 0xe0
	}
	segment(markDHT, append(one, 0)...) // DC: 0 is "as before"
	one[0] = 0x10
	segment(markDHT, append(one, none)...) // AC: 0 is "no more", progressive "no more for 16,384 blocks", followed by 14 bits
	blocks := (int(w) + 7) / 8 * ((int(h) + 7) / 8)
	segment(markSOS, append(scan, 0, last, 0)...)
	out = append(out, make([]byte, blocks*int(components)*codes/8+1)...)
	for range scans - 1 {
		segment(markSOS, 1, 1, 0, 1, 63, 0)
		out = append(out, make([]byte, blocks/16384*15/8+2)...)
	}
	return append(out, 0xff, 0xd9)
}

func TestScansOfAJPEGAreCounted_T24(t *testing.T) {
	for n, want := range map[int]error{1: nil, maxScans: nil, maxScans + 1: ErrNoImage, 5000: ErrNoImage} {
		in := &counted{ReadSeeker: bytes.NewReader(jpegBytes(markSOF2, 64, 64, 3, n))}
		got, err := NewImages().Remake(context.Background(), in)
		if !errors.Is(err, want) || err == nil && (got.Type != "image/jpeg" || got.Width != 64) {
			t.Errorf("%d scans: got %s, %v; want %v", n, got.Type, err, want)
		}
		if in.bytes > 40_000 {
			t.Errorf("%d scans: %d bytes were read before it was refused", n, in.bytes)
		}
	}
	thumb := append([]byte{0xff, markAPP1, 0x01, 0x02}, bytes.Repeat([]byte{0xff, markSOS}, 128)...)
	if _, err := NewImages().Remake(context.Background(), bytes.NewReader(jpegBytes(markSOF0, 64, 64, 3, 1, thumb...))); err != nil {
		t.Errorf("scans in a preview: %v", err)
	}
}

// counted counts what is read.
type counted struct {
	io.ReadSeeker
	reads, bytes int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadSeeker.Read(p)
	c.reads++
	c.bytes += n
	return n, err
}

func TestImageThatTakesTooLongStaysPlain(t *testing.T) {
	noise := image.NewGray(image.Rect(0, 0, 600, 600))
	for i := range noise.Pix {
		noise.Pix[i] = byte(rand.Uint32())
	}
	for name, encode := range map[string]func(io.Writer) error{
		"JPEG": func(w io.Writer) error { return jpeg.Encode(w, noise, &jpeg.Options{Quality: 100}) },
		"PNG":  func(w io.Writer) error { return png.Encode(w, noise) },
	} {
		m, began := NewImages(), time.Now()
		m.now = func() time.Time { began = began.Add(readWithin / 10); return began }
		in := &counted{ReadSeeker: bytes.NewReader(encoded(t, encode))}
		if _, err := m.Remake(context.Background(), in); !errors.Is(err, ErrNoImage) || in.reads > 20 {
			t.Errorf("%s that takes too long to read: %v after %d reads", name, err, in.reads)
		}
		asked := 0
		m.now = func() time.Time { // reading takes no time, writing all of it
			if asked++; in.bytes > 100_000 {
				began = began.Add(madeWithin / 10)
			}
			return began
		}
		in = &counted{ReadSeeker: bytes.NewReader(encoded(t, encode))}
		if _, err := m.Remake(context.Background(), in); !errors.Is(err, ErrNoImage) || asked > 300 {
			t.Errorf("%s that takes too long: %v after %d looks at the clock", name, err, asked)
		}
	}
}

func TestWhoWaitsTooLongForItsTurnStaysPlain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := NewImages()
		m.turn <- struct{}{}
		began := time.Now()
		if _, err := m.Remake(t.Context(), bytes.NewReader(jpegBytes(markSOF0, 8, 8, 1, 1))); !errors.Is(err, ErrNoImage) || time.Since(began) != waitWithin {
			t.Errorf("got %v after %v", err, time.Since(began))
		}
		<-m.turn
		if _, err := m.Remake(t.Context(), bytes.NewReader(jpegBytes(markSOF0, 8, 8, 1, 1))); err != nil {
			t.Errorf("with its turn: %v", err)
		}
	})
}
