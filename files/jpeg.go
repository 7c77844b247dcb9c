package files

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"image/jpeg"
	"io"
)

const (
	quality  = 88 // of JPEGs made anew
	maxScans = 20 // of a JPEG: each may go over all pixels, however few bytes it has; usual are up to 11
)

// Second bytes of JPEG markers.
const (
	markSOF0  = 0xc0
	markSOF2  = 0xc2
	markDHT   = 0xc4
	markSOS   = 0xda
	markDQT   = 0xdb
	markDRI   = 0xdd
	markAPP0  = 0xe0
	markAPP1  = 0xe1
	markAPP14 = 0xee
	markAPP15 = 0xef
	markCOM   = 0xfe
)

var errNotJPEG = errors.New("this is no JPEG as cameras and programs write it")

// jpegHead is what stands before the pixels of a JPEG.
type jpegHead struct {
	size          int64 // bytes of the head
	orientation   int   // 1 to 8
	progressive   bool
	width, height int
	components    int
	ids           [4]byte
	across, down  [4]int // samples of a component in a unit
	jfif          bool
	adobe         bool // says that it's not of brightness and colours
}

// mayBeRGB reports whether a decoder may take three components for red, green and blue.
func (h *jpegHead) mayBeRGB() bool {
	return h.components == 3 && !h.jfif && (h.adobe || string(h.ids[:3]) == "RGB")
}

// readJPEGHead reads up to the first scan. It takes nothing but whole segments that may stand there, so that a decoder reads them alike.
func readJPEGHead(r io.Reader) (jpegHead, error) {
	head := jpegHead{size: 2, orientation: 1}
	in, room := bufio.NewReader(r), make([]byte, 1<<16)
	if _, err := in.Discard(2); err != nil {
		return head, err
	}
	for range 1000 { // segments: a colour profile alone may have 255
		var mark [4]byte
		if _, err := io.ReadFull(in, mark[:]); err != nil {
			return head, err
		}
		length := int(binary.BigEndian.Uint16(mark[2:])) - 2
		if mark[0] != 0xff || length < 0 {
			return head, errNotJPEG
		}
		if mark[1] == markSOS {
			if head.components == 0 {
				return head, errNotJPEG
			}
			return head, nil
		}
		body := room[:length]
		if _, err := io.ReadFull(in, body); err != nil {
			return head, err
		}
		if !head.take(mark[1], body) {
			return head, errNotJPEG
		}
		head.size += int64(4 + length)
	}
	return head, errNotJPEG
}

// take notes what a segment says; false for one that doesn't belong before the pixels.
func (h *jpegHead) take(mark byte, body []byte) bool {
	switch {
	case mark >= markSOF0 && mark <= markSOF2:
		h.progressive = mark == markSOF2
		return h.takeFrame(body)
	case mark == markAPP0:
		h.jfif = bytes.HasPrefix(body, []byte("JFIF\x00"))
	case mark == markAPP14 && len(body) >= 12 && bytes.HasPrefix(body, []byte("Adobe")):
		h.adobe = body[11] == 0
	case mark == markAPP1:
		if o := exifOrientation(body); o != 0 && h.orientation == 1 {
			h.orientation = o
		}
	}
	return mark >= markAPP0 && mark <= markAPP15 || mark == markCOM || mark == markDHT || mark == markDQT || mark == markDRI
}

func (h *jpegHead) takeFrame(b []byte) bool {
	if h.components > 0 || len(b) < 6 {
		return false
	}
	h.height, h.width, h.components = int(binary.BigEndian.Uint16(b[1:])), int(binary.BigEndian.Uint16(b[3:])), int(b[5])
	if h.components < 1 || h.components > 4 || len(b) != 6+3*h.components {
		return false
	}
	for c := range h.components {
		how := b[6+3*c:]
		h.ids[c], h.across[c], h.down[c] = how[0], int(how[1]>>4), int(how[1]&15)
		if h.across[c] < 1 || h.across[c] > 4 || h.down[c] < 1 || h.down[c] > 4 {
			return false
		}
	}
	if h.components == 1 { // is taken as it is, whatever it says
		h.across[0], h.down[0] = 1, 1
	}
	return true
}

// scans reads a JPEG until its pixels have more scans than allowed, or something comes among them that makes other colours of them. A
// decoder finds a segment only where its two bytes stand, so that it never sees more of them than are seen here, whatever it makes of
// the rest.
type scans struct {
	r     io.Reader
	head  int64 // bytes before the first scan
	seen  int
	after byte // the byte before
}

func (s *scans) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	for _, b := range p[min(s.head, int64(n)):n] {
		switch {
		case s.after == 0xff && b == markSOS:
			s.seen++
		case s.after == 0xff && (b == markAPP0 || b == markAPP14):
			s.seen = maxScans + 1
		}
		s.after = b
	}
	s.head -= min(s.head, int64(n))
	if s.seen > maxScans {
		return 0, errNotJPEG
	}
	return n, err
}

func remakeJPEG(r source, out *sink) (Image, error) {
	head, err := readJPEGHead(r)
	if err != nil {
		return Image{}, ErrNoImage
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return Image{}, err
	}
	in, err := jpeg.Decode(&scans{r: r, head: head.size})
	if err != nil {
		return Image{}, ErrNoImage
	}
	in, ok := upright(in, head.orientation)
	if !ok {
		return Image{}, ErrNoImage
	}
	if err := jpeg.Encode(out, in, &jpeg.Options{Quality: quality}); err != nil {
		return Image{}, ErrNoImage
	}
	return out.made("image/jpeg", in.Bounds()), nil
}

// exifOrientation reads tag 0x0112 of the first directory; 0 when it isn't there.
func exifOrientation(b []byte) int {
	if len(b) < 14 || string(b[:6]) != "Exif\x00\x00" {
		return 0
	}
	b = b[6:]
	var order binary.ByteOrder = binary.LittleEndian
	if string(b[:2]) == "MM" {
		order = binary.BigEndian
	}
	at := int(order.Uint32(b[4:]))
	if at < 8 || at+2 > len(b) {
		return 0
	}
	for i := range int(order.Uint16(b[at:])) {
		entry := at + 2 + 12*i
		if entry+12 > len(b) {
			return 0
		}
		if order.Uint16(b[entry:]) == 0x0112 {
			return int(order.Uint16(b[entry+8:]))
		}
	}
	return 0
}
