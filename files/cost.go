package files

import (
	"image"
	"io"
)

// maxMemory is the most bytes of memory that decoding an image may cost. With what it is written into (maxMade) an image costs at
// most 128 MiB.
const maxMemory = 96 << 20

// costOfPNG is what a PNG's pixels cost: its header says how many bytes each has. Those of an interlaced one exist twice.
func costOfPNG(r io.ReadSeeker, config image.Config) int64 {
	var head [29]byte // up to the interlacing
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return maxMemory + 1
	}
	cost := pixels(config) * 4
	switch {
	case head[25] == 3: // has a palette
		cost /= 4
	case head[24] == 16:
		cost *= 2
	}
	if head[28] != 0 {
		cost *= 2
	}
	return cost
}

// costOfGIF is what the pixels of all frames cost at most.
func costOfGIF(io.ReadSeeker, image.Config) int64 { return MaxPixels }

// costOfJPEG is what a JPEG's pixels cost: as they are decoded, while a progressive one is put together, and turned upright.
func costOfJPEG(r io.ReadSeeker, config image.Config) int64 {
	h, err := readJPEGHead(r)
	if err != nil || h.width != config.Width || h.height != config.Height {
		return maxMemory + 1
	}
	units := int64(h.width+8*h.across[0]-1) / int64(8*h.across[0]) * (int64(h.height+8*h.down[0]-1) / int64(8*h.down[0]))
	samples := int64(0)
	for c := range h.components {
		samples += units * 64 * int64(h.across[c]*h.down[c])
	}
	cost, result := samples, samples
	if h.progressive {
		cost += 4 * samples
	}
	if h.components == 4 || h.mayBeRGB() {
		result = 4 * pixels(config)
		cost += result
	}
	if h.orientation > 1 {
		cost += result
	}
	return cost
}

func pixels(c image.Config) int64 { return int64(c.Width) * int64(c.Height) }
