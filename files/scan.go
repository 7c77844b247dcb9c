package files

import (
	"bufio"
	"encoding/binary"
	"io"
)

// orientation returns the EXIF orientation of a JPEG; 1 when it says none.
func orientation(r io.Reader) int {
	in := bufio.NewReader(r)
	var marker [2]byte
	if _, err := io.ReadFull(in, marker[:]); err != nil {
		return 1
	}
	for range 64 { // segments before the pixels
		var head [4]byte
		if _, err := io.ReadFull(in, head[:]); err != nil || head[0] != 0xff || head[1] == 0xda {
			return 1
		}
		size := int(binary.BigEndian.Uint16(head[2:])) - 2
		if size < 0 {
			return 1
		}
		if head[1] != 0xe1 {
			if _, err := in.Discard(size); err != nil {
				return 1
			}
			continue
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(in, body); err != nil {
			return 1
		}
		if o := exifOrientation(body); o != 0 {
			return o
		}
	}
	return 1
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
