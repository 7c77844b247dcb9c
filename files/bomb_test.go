package files

import (
	"bytes"
	"compress/lzw"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
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
		often := time.NewTicker(2 * time.Millisecond)
		defer often.Stop()
		for {
			select {
			case <-done:
				return
			case <-often.C:
				look()
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
	m := NewImages()
	m.now = func() time.Time { return time.Time{} } // memory is measured, however long it takes
	if grew := peak(func() { got, err = m.Remake(context.Background(), bytes.NewReader(in), 1<<30) }); grew > 128<<20 {
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
	got, err := NewImages().Remake(context.Background(), bytes.NewReader(sent), 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	out, err := gif.DecodeAll(got.Reader())
	if err != nil || len(out.Image) != 3 || out.LoopCount != 7 || out.Delay[2] != 5 || out.Disposal[1] != 2 || out.Image[1].ColorIndexAt(3, 1) != 1 {
		t.Errorf("got %+v, %v", out, err)
	}
	cut := sent[:len(sent)-1] // no trailer
	if _, err := NewImages().Remake(context.Background(), bytes.NewReader(cut), 1<<30); !errors.Is(err, ErrNoImage) {
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
		out = append(out, make([]byte, blocks/16384*15/8+5)...)
	}
	return append(out, 0xff, 0xd9)
}

func TestScansOfAJPEGAreCounted_T24(t *testing.T) {
	for n, want := range map[int]error{1: nil, maxScans: nil, maxScans + 1: ErrNoImage, 5000: ErrNoImage} {
		in := &counted{ReadSeeker: bytes.NewReader(jpegBytes(markSOF2, 64, 64, 3, n))}
		got, err := NewImages().Remake(context.Background(), in, 1<<30)
		if !errors.Is(err, want) || err == nil && (got.Type != "image/jpeg" || got.Width != 64) {
			t.Errorf("%d scans: got %s, %v; want %v", n, got.Type, err, want)
		}
		if in.bytes > 40_000 {
			t.Errorf("%d scans: %d bytes were read before it was refused", n, in.bytes)
		}
	}
	thumb := append([]byte{0xff, markAPP1, 0x01, 0x02}, bytes.Repeat([]byte{0xff, markSOS}, 128)...)
	if _, err := NewImages().Remake(context.Background(), bytes.NewReader(jpegBytes(markSOF0, 64, 64, 3, 1, thumb...)), 1<<30); err != nil {
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
		if _, err := m.Remake(context.Background(), in, 1<<30); !errors.Is(err, ErrNoImage) || in.reads > 20 {
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
		if _, err := m.Remake(context.Background(), in, 1<<30); !errors.Is(err, ErrNoImage) || asked > 300 {
			t.Errorf("%s that takes too long: %v after %d looks at the clock", name, err, asked)
		}
	}
}

func TestWhoWaitsTooLongForItsTurnStaysPlain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := NewImages()
		m.turn <- struct{}{}
		began := time.Now()
		if _, err := m.Remake(t.Context(), bytes.NewReader(jpegBytes(markSOF0, 8, 8, 1, 1)), 1<<30); !errors.Is(err, ErrNoImage) || time.Since(began) != waitWithin {
			t.Errorf("got %v after %v", err, time.Since(began))
		}
		<-m.turn
		if _, err := m.Remake(t.Context(), bytes.NewReader(jpegBytes(markSOF0, 8, 8, 1, 1)), 1<<30); err != nil {
			t.Errorf("with its turn: %v", err)
		}
	})
}

// exif is a segment that says how an image lies.
func exif(orientation byte) []byte {
	body := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	body[6+8+2+8] = orientation
	return append([]byte{0xff, markAPP1, 0, byte(len(body) + 2)}, body...)
}

// pngBytes is a PNG with four channels of so many bits, all zero.
func pngBytes(side int, depth, interlaced byte) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(name string, body []byte) {
		out = append(append(binary.BigEndian.AppendUint32(out, uint32(len(body))), name...), body...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[len(out)-len(body)-4:]))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(side)), uint32(side))
	chunk("IHDR", append(head, depth, 6, 0, 0, interlaced))
	var data bytes.Buffer
	z := zlib.NewWriter(&data)
	passes := [][4]int{{0, 0, 1, 1}}
	if interlaced != 0 { // Adam7: from where, and every how many
		passes = [][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}
	}
	for _, p := range passes {
		wide, high := (side-p[0]+p[2]-1)/p[2], (side-p[1]+p[3]-1)/p[3]
		for range high {
			z.Write(make([]byte, 1+wide*4*int(depth)/8))
		}
	}
	z.Close()
	chunk("IDAT", data.Bytes())
	chunk("IEND", nil)
	return out
}

func TestImageCostsABoundedPieceOfMemory_T24(t *testing.T) {
	measured(t)
	half := func(jpg []byte) []byte { // 4:2:0
		return bytes.Replace(jpg, []byte{3, 1, 0x11, 0}, []byte{3, 1, 0x22, 0}, 1)
	}
	adobe := append([]byte{0xff, markAPP14, 0, 14}, "Adobe\x00\x00\x00\x00\x00\x00\x00"...)
	late := jpegBytes(markSOF0, 4800, 4800, 3, 1)
	late = append(append(late[:len(late)-2:len(late)-2], adobe...), 0xff, 0xd9)
	webp := append([]byte("RIFF\xf0\xff\xff\x7fWEBPVP8 \xd0\xff\xff\x7f\x10\x00\x00\x9d\x01\x2a\x10\x00\x10\x00"), make([]byte, 100)...)
	for name, c := range map[string]struct {
		in    []byte
		width int // 0: plain
	}{
		"24 MP progressive":           {jpegBytes(markSOF2, 4898, 4898, 3, 2, exif(6)...), 0},
		"12 MP progressive, 4:2:0":    {half(jpegBytes(markSOF2, 4000, 3000, 3, 2)), 4000},
		"23 MP 4:2:0, turned":         {half(jpegBytes(markSOF0, 5600, 4200, 3, 1, exif(6)...)), 4200},
		"23 MP 4:4:4, turned":         {jpegBytes(markSOF0, 4800, 4800, 3, 1, exif(6)...), 0},
		"23 MP as RGB":                {jpegBytes(markSOF0, 4800, 4800, 3, 1, adobe...), 0},
		"23 MP that says RGB at last": {late, 0},
		"23 MP with four components":  {jpegBytes(markSOF0, 4800, 4800, 4, 1, adobe...), 0},
		"23 MP PNG":                   {pngBytes(4800, 8, 0), 4800},
		"23 MP PNG of 16 bits":        {pngBytes(4800, 16, 0), 0},
		"23 MP PNG, interlaced":       {pngBytes(4800, 8, 1), 0},
		"11 MP PNG, interlaced":       {pngBytes(3300, 8, 1), 3300},
		"WebP that says it has 2 GB":  {webp, 0},
		"GIF of one frame of 24 MP":   {gifBytes(4898, 1, ""), 4898},
	} {
		got, err := withinHeap(t, name, c.in)
		if c.width == 0 && !errors.Is(err, ErrNoImage) || c.width > 0 && (err != nil || got.Width != c.width) {
			t.Errorf("%s: got %s %d wide, %v; want %d wide", name, got.Type, got.Width, err, c.width)
		}
	}
}

func TestPhotoTurnedKeepsItsColours(t *testing.T) {
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio440} {
		in := image.NewYCbCr(image.Rect(0, 0, 8, 4), ratio)
		for _, plane := range [][]byte{in.Y, in.Cb, in.Cr} {
			for i := range plane {
				plane[i] = byte(rand.Uint32())
			}
		}
		corners := []image.Point{{0, 0}, {7, 0}, {7, 3}, {0, 3}}
		for o, at := range map[int][]image.Point{2: {{7, 0}, {0, 0}}, 3: {{7, 3}, {0, 3}}, 4: {{0, 3}, {7, 3}}, 5: {{0, 0}, {0, 7}}, 6: {{3, 0}, {3, 7}}, 7: {{3, 7}, {3, 0}}, 8: {{0, 7}, {0, 0}}} {
			out, ok := upright(in, o)
			for i, p := range at {
				if !ok || out.At(p.X, p.Y) != in.At(corners[i].X, corners[i].Y) {
					t.Errorf("%v, orientation %d: corner %d is not at %v", ratio, o, i, p)
				}
			}
		}
	}
	if _, ok := upright(image.NewYCbCr(image.Rect(0, 0, 8, 4), image.YCbCrSubsampleRatio411), 6); ok {
		t.Error("4:1:1 has no counterpart, and was turned")
	}
}

func TestImageThatWouldGetTooLargeStaysPlain(t *testing.T) {
	in := encoded(t, func(w io.Writer) error { return jpeg.Encode(w, picture(200, 200), &jpeg.Options{Quality: 1}) })
	got, err := NewImages().Remake(context.Background(), bytes.NewReader(in), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewImages().Remake(context.Background(), bytes.NewReader(in), got.Size); err != nil {
		t.Errorf("as large as it may be: %v", err)
	}
	if _, err := NewImages().Remake(context.Background(), bytes.NewReader(in), got.Size-1); !errors.Is(err, ErrNoImage) {
		t.Errorf("a byte larger: %v, want ErrNoImage", err)
	}
}
