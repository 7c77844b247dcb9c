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
	"io"
	"runtime"
	"sync/atomic"
	"testing"
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
	out, err := gif.DecodeAll(bytes.NewReader(got.Bytes))
	if err != nil || len(out.Image) != 3 || out.LoopCount != 7 || out.Delay[2] != 5 || out.Disposal[1] != 2 || out.Image[1].ColorIndexAt(3, 1) != 1 {
		t.Errorf("got %+v, %v", out, err)
	}
	cut := sent[:len(sent)-1] // no trailer
	if _, err := NewImages().Remake(context.Background(), bytes.NewReader(cut)); !errors.Is(err, ErrNoImage) {
		t.Errorf("without its end: %v, want ErrNoImage", err)
	}
}
