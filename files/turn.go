package files

import (
	"image"
	"image/draw"
)

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
