package files

import (
	"encoding/binary"
	"image"
	"io"
)

// What the Huffman trees of a WebP without loss cost at most, as its decoder builds them: so many groups of five, each with tables, and a
// node twice for each symbol. Only what is decoded tells how many there are, but a byte can't describe more than 16 symbols.
const (
	webpGroups  = 2_600
	webpTables  = 5 * 536                 // bytes of a group
	webpSymbols = 280 + 2048 + 3*256 + 40 // of a group
	webpNode    = 8
	webpPerByte = 16 * 2 * webpNode
)

// costOfTrees is what the trees in so many bytes of a WebP cost.
func costOfTrees(config image.Config, size int64) int64 {
	tiles := int64((config.Width+3)/4) * int64((config.Height+3)/4)
	groups := min(tiles, webpGroups)
	return groups*webpTables + min(groups*webpSymbols*2*webpNode, size*webpPerByte)
}

// costOfWebP is what a WebP's pixels and trees cost by its chunks. Its decoder makes room for as many bytes as the file says it has.
func costOfWebP(r io.ReadSeeker, config image.Config) int64 {
	var head [16]byte
	_, err := io.ReadFull(r, head[:])
	size, failed := r.Seek(0, io.SeekEnd)
	if err != nil || failed != nil || size > maxHeld || int64(binary.LittleEndian.Uint32(head[4:])) > size {
		return maxMemory + 1
	}
	if string(head[12:]) == "VP8 " { // as a JPEG with fewer colours than pixels; with what filters note
		return pixels(config)*2 + size
	}
	lossless, err := losslessBytes(r)
	if err != nil {
		return maxMemory + 1
	}
	if string(head[12:]) == "VP8L" { // four bytes, twice for a palette, and tiles of transforms
		return pixels(config)*9 + costOfTrees(config, lossless)
	}
	return pixels(config)*11 + size + costOfTrees(config, lossless) // any of them, and transparency that is decoded as an image of its own
}

const maxWebPChunks = 64 // before the pixels

// losslessBytes returns how many bytes of a WebP are decoded without loss: of its transparency, of its pixels, whichever has more.
func losslessBytes(r io.ReadSeeker) (most int64, err error) {
	at := int64(12)
	for range maxWebPChunks {
		var head [8]byte
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			return 0, err
		}
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return 0, err
		}
		size := int64(binary.LittleEndian.Uint32(head[4:]))
		switch string(head[:4]) {
		case "VP8L":
			return max(most, size), nil
		case "VP8 ":
			return most, nil
		case "ALPH":
			most = max(most, size)
		}
		at += 8 + size + size&1
	}
	return 0, ErrNoImage
}
