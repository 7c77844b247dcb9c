package files

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image/jpeg"
	"io"
	"math/bits"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// bitWriter writes the bits of a WebP without loss, the lowest first.
type bitWriter struct {
	out  []byte
	held uint64
	n    int
}

func (w *bitWriter) write(value uint32, n int) {
	w.held |= uint64(value) << w.n
	for w.n += n; w.n >= 8; w.n -= 8 {
		w.out = append(w.out, byte(w.held))
		w.held >>= 8
	}
}

func (w *bitWriter) code(c huffman, symbol int) {
	w.write(bits.Reverse32(c.codes[symbol])>>(32-c.lengths[symbol]), c.lengths[symbol])
}

// huffman is a canonical code.
type huffman struct {
	lengths []int
	codes   []uint32
}

func canonical(lengths []int) huffman {
	h := huffman{lengths, make([]uint32, len(lengths))}
	next := uint32(0)
	for length := 1; length <= 15; length++ {
		next <<= 1
		for symbol, l := range lengths {
			if l == length {
				h.codes[symbol] = next
				next++
			}
		}
	}
	return h
}

// run is so many symbols, one after the other, whose codes have a length.
type run struct{ length, symbols int }

// tree writes a code of runs, which together are a whole one, and so many symbols more that are not used.
func (w *bitWriter) tree(unused int, runs ...run) {
	about := make([]int, 19) // of the code in which lengths are told
	rest := 15
	about[16] = 1
	for i, r := range runs {
		if about[r.length] = i + 2; i == len(runs)-1 && unused == 0 {
			about[r.length]--
		}
	}
	if unused > 0 {
		about[18] = len(runs) + 1
	}
	in := canonical(about)
	w.write(0, 1) // no simple one
	w.write(uint32(rest), 4)
	for _, symbol := range []int{17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15} {
		w.write(uint32(about[symbol]), 3)
	}
	w.write(0, 1) // of all symbols
	for _, r := range runs {
		w.code(in, r.length)
		for left := r.symbols - 1; left > 0; {
			if left < 3 {
				w.code(in, r.length)
				left--
				continue
			}
			n := min(left, 6)
			w.code(in, 16)
			w.write(uint32(n-3), 2)
			left -= n
		}
	}
	if unused > 0 { // 11 to 138
		w.code(in, 18)
		w.write(uint32(unused-11), 7)
	}
}

// only writes a code of one symbol, which takes no bits.
func (w *bitWriter) only(symbol uint32) {
	w.write(1, 1)
	w.write(0, 1)
	w.write(1, 1)
	w.write(symbol, 8)
}

// riffBytes is a WebP of chunks.
func riffBytes(chunks ...[]byte) []byte {
	body := append([]byte("WEBP"), bytes.Join(chunks, nil)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func riffChunk(name string, body []byte) []byte {
	out := append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body))), body...)
	if len(body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}

// losslessPixels is an image of one colour whose trees come in so many groups; of more than one each has as many symbols as can be, and the
// pixels follow in 35 bits each, all zero.
func losslessPixels(width, height, groups int, head bool) []byte {
	w := &bitWriter{}
	if head {
		w.write(0x2f, 8)
		w.write(uint32(width-1), 14)
		w.write(uint32(height-1), 14)
		w.write(0, 4)
	}
	w.write(0, 1) // no transforms
	if groups == 1 {
		w.write(0, 2) // no colours remembered, one group
		for _, symbol := range []uint32{50, 100, 150, 255, 0} {
			w.only(symbol)
		}
		w.write(0, 8)
		return w.out
	}
	w.write(1, 1)
	w.write(11, 4) // 2,048 colours are remembered
	w.write(1, 1)
	w.write(0, 3) // a group for each tile of 4 by 4
	w.write(0, 1)
	w.tree(24, run{8, 256})
	w.tree(0, run{8, 256})
	w.only(0)
	w.only(0)
	w.only(0)
	for tile := range ((width + 3) / 4) * ((height + 3) / 4) {
		g := min(tile, groups-1)
		w.write(uint32(bits.Reverse8(byte(g))), 8)
		w.write(uint32(bits.Reverse8(byte(g>>8))), 8)
	}
	for range groups {
		w.tree(0, run{11, 1768}, run{12, 560})
		for range 3 {
			w.tree(0, run{8, 256})
		}
		w.tree(0, run{5, 24}, run{6, 16})
	}
	w.out = append(w.out, make([]byte, width*height*35/8+8)...)
	return w.out
}

func losslessWebP(width, height, groups int) []byte {
	return riffBytes(riffChunk("VP8L", losslessPixels(width, height, groups, true)))
}

// transparentWebP is one with losses whose transparency comes without; what it shows is broken.
func transparentWebP(width, height, groups int) []byte {
	size := func(n int) []byte { return []byte{byte(n - 1), byte((n - 1) >> 8), 0} }
	head := append(append([]byte{1 << 4, 0, 0, 0}, size(width)...), size(height)...)
	return riffBytes(riffChunk("VP8X", head), riffChunk("ICCP", make([]byte, 33)), riffChunk("ALPH", append([]byte{1}, losslessPixels(width, height, groups, false)...)), riffChunk("VP8 ", make([]byte, 20)))
}

func TestTreesOfAWebPAreReckoned_T24(t *testing.T) {
	measured(t)
	for name, c := range map[string]struct {
		in    []byte
		width int // 0: plain
	}{
		"8 MP of one colour":               {losslessWebP(4000, 2000, 1), 4000},
		"11 MP of one colour":              {losslessWebP(4000, 2750, 1), 0},
		"2,600 groups":                     {losslessWebP(1024, 1024, 2600), 0},
		"2,600 groups and no pixels":       {losslessWebP(1024, 1024, 2600)[:600_000], 0},
		"300 groups in a small image":      {losslessWebP(80, 60, 300), 80},
		"200 KB of trees":                  {losslessWebP(160, 160, 420), 160},
		"2,600 groups of transparency":     {transparentWebP(1024, 1024, 2600), 0},
		"pixels that never come":           {riffBytes(bytes.Repeat(riffChunk("EXIF", make([]byte, 10)), 100)), 0},
		"8 MP and a chunk that has no end": {riffBytes(riffChunk("VP8X", make([]byte, 10)), []byte("ALPH\xff\xff\xff\xff")), 0},
	} {
		got, err := withinHeap(t, name, c.in)
		if c.width == 0 && !errors.Is(err, ErrNoImage) || c.width > 0 && (err != nil || got.Width != c.width) {
			t.Errorf("%s, %d bytes: got %s %d wide, %v; want %d wide", name, len(c.in), got.Type, got.Width, err, c.width)
		}
	}
}

// What an image with this many trees costs is reckoned, not hoped: without the reckoning it costs more.
func TestTreesOfAWebPCostWhatIsReckoned_T24(t *testing.T) {
	measured(t)
	for _, groups := range []int{300, 1200, 2600} {
		in := losslessWebP(256, 256, groups)
		k, err := kindOf(bytes.NewReader(in))
		if err != nil {
			t.Fatal(err)
		}
		config, err := k.config(bytes.NewReader(in))
		if err != nil {
			t.Fatal(err)
		}
		reckoned := uint64(k.cost(bytes.NewReader(in), config))
		m := NewImages()
		grew := peak(func() {
			if _, err := m.remake(context.Background(), k, bytes.NewReader(in), maxMade); err != nil {
				t.Errorf("%d groups: %v", groups, err)
			}
		})
		t.Logf("%d groups, %d KiB: %d MiB reckoned, %d MiB measured", groups, len(in)>>10, reckoned>>20, grew>>20)
		if grew > 2*reckoned { // a collector may leave as much again
			t.Errorf("%d groups cost %d MiB, reckoned were %d", groups, grew>>20, reckoned>>20)
		}
	}
}

func TestImagesAtOnceCostNoMoreThanOne_T24(t *testing.T) {
	measured(t)
	all := [][]byte{pngBytes(3500, 8, 0), losslessWebP(2500, 1600, 1)}
	m := NewImages()
	m.now = func() time.Time { return time.Time{} } // memory is measured, however long it takes
	made := 0
	grew := peak(func() {
		var ended sync.WaitGroup
		var mu sync.Mutex
		for _, in := range append(all, all...) { // two of everything
			ended.Go(func() {
				got, err := m.Remake(context.Background(), bytes.NewReader(in), 10<<20)
				for tries := 0; errors.Is(err, ErrNoImage) && tries < 20; tries++ { // it did not get its turn in time
					got, err = m.Remake(context.Background(), bytes.NewReader(in), 10<<20)
				}
				defer got.Release()
				mu.Lock()
				defer mu.Unlock()
				if made++; err != nil {
					t.Errorf("%d bytes: %v", len(in), err)
				}
			})
		}
		ended.Wait()
	})
	t.Logf("%d images: %d MiB", made, grew>>20)
	if made != 2*len(all) || grew > 128<<20 {
		t.Errorf("%d images at once cost %d MiB of memory, want at most 128", made, grew>>20)
	}
}

func TestImageThatIsNotPutAwayCounts_T24(t *testing.T) {
	noise := encoded(t, func(w io.Writer) error { return jpeg.Encode(w, picture(600, 600), nil) })
	synctest.Test(t, func(t *testing.T) {
		m := NewImages()
		m.memory.TryAcquire(mostAtOnce - 12<<20)
		first, err := m.Remake(t.Context(), bytes.NewReader(noise), 10<<20)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if m.memory.TryAcquire(12<<20 - first.Size + 1) {
			t.Error("what was made does not count")
		}
		m.memory.TryAcquire(12<<20 - first.Size)
		if _, err := m.Remake(t.Context(), bytes.NewReader(noise), 1<<10); !errors.Is(err, ErrNoImage) || time.Since(began) != waitWithin {
			t.Errorf("with no memory left: %v after %v", err, time.Since(began))
		}
		first.Release()
		first.Release()
		if !m.memory.TryAcquire(first.Size) || m.memory.TryAcquire(1) {
			t.Error("released twice it is not given back once")
		}
	})
}
