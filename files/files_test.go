package files

import (
	"bytes"
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
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func open(t *testing.T) *Folder {
	t.Helper()
	f, err := OpenFolder(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestFileComesBackAsItWas(t *testing.T) {
	f := open(t)
	name, size, err := f.Put(context.Background(), strings.NewReader("hello"), 5)
	if err != nil || size != 5 || !valid(name) {
		t.Fatalf("got %q, %d, %v", name, size, err)
	}
	in, err := f.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if b, err := io.ReadAll(in); string(b) != "hello" || err != nil {
		t.Errorf("got %q, %v", b, err)
	}
	if err := errors.Join(f.Delete(name), f.Delete(name)); err != nil {
		t.Errorf("delete twice: %v", err)
	}
	if _, err := f.Open(name); !errors.Is(err, ErrNotFound) {
		t.Errorf("after its deletion: %v, want ErrNotFound", err)
	}
}

func TestOldFilesAreFound(t *testing.T) {
	f := open(t)
	put := func(age time.Duration) string {
		t.Helper()
		name, _, err := f.Put(context.Background(), strings.NewReader("hello"), 5)
		if err == nil {
			err = f.root.Chtimes(place(name), time.Time{}, time.Now().Add(-age))
		}
		if err != nil {
			t.Fatal(err)
		}
		return name
	}
	var want []string
	for range 20 {
		want = append(want, put(2*time.Hour))
		put(0)
	}
	for _, foreign := range []string{"readme", "ab", "ab/readme", "ab/" + strings.Repeat("c", 32)} { // names that are none of ours
		var err error
		if foreign == "ab" {
			err = f.root.MkdirAll(foreign, 0o700)
		} else {
			err = f.root.WriteFile(foreign, nil, 0o600)
		}
		if err = errors.Join(err, f.root.Chtimes(foreign, time.Time{}, time.Now().Add(-2*time.Hour))); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	if err := f.Old(time.Now().Add(-time.Hour), func(names []string) error { got = append(got, names...); return nil }); err != nil {
		t.Fatal(err)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := f.Old(time.Now(), func([]string) error { return io.ErrUnexpectedEOF }); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("what fails: %v", err)
	}
}

func TestWhatIsRefusedLeavesNothing(t *testing.T) {
	f := open(t)
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		r    io.Reader
		room float64
		want error
	}{
		"one byte too many": {context.Background(), strings.NewReader("123456"), 1, ErrTooLarge},
		"the sender left":   {gone, strings.NewReader("1"), 1, context.Canceled},
		"the line broke":    {context.Background(), io.MultiReader(strings.NewReader("12"), broken{}), 1, io.ErrUnexpectedEOF},
		"disk 91 % full":    {context.Background(), strings.NewReader("1"), 0.09, ErrFull},
	} {
		f.room = func(string) (float64, error) { return c.room, nil }
		if _, _, err := f.Put(c.ctx, c.r, 5); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	filepath.Walk(f.path, func(path string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			t.Errorf("%s was left", path)
		}
		return nil
	})
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestNoNameLeadsOutOfTheFolder_T23(t *testing.T) {
	f := open(t)
	secret := filepath.Join(filepath.Dir(f.path), "secret")
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "../secret", "..", "/etc/passwd", "..\\secret", "\x00", strings.Repeat("../", 10) + "xx", strings.Repeat("a", 31) + "/", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "‮secret"} {
		if _, err := f.Open(name); !errors.Is(err, ErrNotFound) {
			t.Errorf("open %q: %v, want ErrNotFound", name, err)
		}
		if err := f.Delete(name); err != nil {
			t.Errorf("delete %q: %v", name, err)
		}
	}
	if _, err := os.Stat(secret); err != nil {
		t.Error("a file outside was deleted")
	}
}

func picture(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			p.Set(x, y, color.RGBA{uint8(x * 40), uint8(y * 40), 0, 255})
		}
	}
	return p
}

func encoded(t *testing.T, encode func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withComment puts a text into a JPEG as a comment segment, and an EXIF orientation before it.
func withComment(jpg []byte, text string, orientation uint16) []byte {
	exif := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	binary.LittleEndian.PutUint16(exif[6+8+2+8:], orientation)
	out := append([]byte{}, jpg[:2]...)
	for _, s := range []struct {
		marker byte
		body   []byte
	}{{0xe1, exif}, {0xfe, []byte(text)}} {
		out = append(out, 0xff, s.marker)
		out = binary.BigEndian.AppendUint16(out, uint16(len(s.body)+2))
		out = append(out, s.body...)
	}
	return append(out, jpg[2:]...)
}

func TestImageIsMadeAnewWithoutWhatRodeInIt(t *testing.T) {
	const canary = "<script>canary</script>"
	wide := picture(6, 2)
	jpg := encoded(t, func(w io.Writer) error { return jpeg.Encode(w, wide, nil) })
	anim := encoded(t, func(w io.Writer) error {
		frame := func() *image.Paletted {
			return image.NewPaletted(image.Rect(0, 0, 6, 2), []color.Color{color.Black, color.White})
		}
		return gif.EncodeAll(w, &gif.GIF{Image: []*image.Paletted{frame(), frame()}, Delay: []int{1, 1}})
	})
	for name, c := range map[string]struct {
		in   []byte
		kind string
		w, h int
	}{
		"PNG":          {append(encoded(t, func(w io.Writer) error { return png.Encode(w, wide) }), canary...), "image/png", 6, 2},
		"JPEG":         {withComment(jpg, canary, 1), "image/jpeg", 6, 2},
		"turned JPEG":  {withComment(jpg, canary, 6), "image/jpeg", 2, 6},
		"animated GIF": {append(anim, canary...), "image/gif", 6, 2},
	} {
		got, err := NewImages().Remake(context.Background(), bytes.NewReader(c.in), 1<<30)
		if err != nil || got.Type != c.kind || got.Width != c.w || got.Height != c.h {
			t.Errorf("%s: got %s %dx%d, %v; want %s %dx%d", name, got.Type, got.Width, got.Height, err, c.kind, c.w, c.h)
		}
		if bytes.Contains(all(t, got), []byte("canary")) || bytes.Contains(all(t, got), []byte("Exif")) {
			t.Errorf("%s: what rode in it is there still", name)
		}
	}
	got, err := NewImages().Remake(context.Background(), bytes.NewReader(anim), 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := gif.DecodeAll(got.Reader()); err != nil || len(again.Image) != 2 {
		t.Errorf("the animation has %v frames, %v; want 2", again, err)
	}
}

func all(t *testing.T, i Image) []byte {
	t.Helper()
	b, err := io.ReadAll(i.Reader())
	if err != nil || int64(len(b)) != i.Size {
		t.Fatalf("read %d bytes of %d, %v", len(b), i.Size, err)
	}
	return b
}

func TestUprightTurnsAsTheOrientationSays(t *testing.T) {
	in := picture(3, 2)
	corner := in.RGBAAt(0, 0)
	for o, want := range map[int]image.Point{1: {0, 0}, 2: {2, 0}, 3: {2, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 2}, 8: {0, 2}, 9: {0, 0}} {
		out, ok := upright(in, o)
		if !ok {
			t.Fatalf("orientation %d: not turned", o)
		}
		if got := color.RGBAModel.Convert(out.At(want.X, want.Y)); got != corner {
			t.Errorf("orientation %d: the first pixel is not at %v", o, want)
		}
	}
}

func TestWhatIsNoImageOrABombIsNotDecoded_T24(t *testing.T) {
	bomb := encoded(t, func(w io.Writer) error { return png.Encode(w, picture(1, 1)) })
	binary.BigEndian.PutUint32(bomb[16:], 65_000) // width and height
	binary.BigEndian.PutUint32(bomb[20:], 65_000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	if c, err := png.DecodeConfig(bytes.NewReader(bomb)); err != nil || c.Width != 65_000 {
		t.Fatalf("the bomb is none: %v", err)
	}
	for name, in := range map[string][]byte{
		"65,000-pixel PNG": bomb, "text": []byte("hello there, friend"), "SVG": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "nothing": nil,
		"HTML called PNG": []byte("<html>\x89PNG"), "cut off": []byte("\x89PNG\r\n\x1a\n\x00\x00"), "cut-off GIF": []byte("GIF89a\x01"), "broken JPEG": []byte("\xff\xd8\xff\xe1\xff\xff"),
	} {
		if _, err := NewImages().Remake(context.Background(), bytes.NewReader(in), 1<<30); !errors.Is(err, ErrNoImage) {
			t.Errorf("%s: got %v, want ErrNoImage", name, err)
		}
	}
}

func FuzzRemake(f *testing.F) {
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01"))
	f.Fuzz(func(t *testing.T, in []byte) { NewImages().Remake(context.Background(), bytes.NewReader(in), 1<<30) })
}
