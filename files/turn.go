package files

import "image"

// upright turns an image as its EXIF orientation (1 to 8) asks, sample by sample; false for a kind that can't be turned so.
func upright(in image.Image, orientation int) (image.Image, bool) {
	if orientation < 2 || orientation > 8 {
		return in, true
	}
	size := image.Rect(0, 0, in.Bounds().Dx(), in.Bounds().Dy())
	if orientation >= 5 {
		size = image.Rect(0, 0, size.Max.Y, size.Max.X)
	}
	switch in := in.(type) {
	case *image.YCbCr:
		ratio, ok := turnedRatio(in.SubsampleRatio, orientation)
		if !ok {
			return nil, false
		}
		out := image.NewYCbCr(size, ratio)
		turnPlane(out.Y, out.YStride, in.Y, in.YStride, size, 1, orientation)
		colours := image.Rect(0, 0, out.CStride, len(out.Cb)/max(1, out.CStride))
		turnPlane(out.Cb, out.CStride, in.Cb, in.CStride, colours, 1, orientation)
		turnPlane(out.Cr, out.CStride, in.Cr, in.CStride, colours, 1, orientation)
		return out, true
	case *image.Gray:
		out := image.NewGray(size)
		turnPlane(out.Pix, out.Stride, in.Pix, in.Stride, size, 1, orientation)
		return out, true
	case *image.RGBA:
		out := image.NewRGBA(size)
		turnPlane(out.Pix, out.Stride, in.Pix, in.Stride, size, 4, orientation)
		return out, true
	case *image.CMYK:
		out := image.NewCMYK(size)
		turnPlane(out.Pix, out.Stride, in.Pix, in.Stride, size, 4, orientation)
		return out, true
	}
	return nil, false
}

// turnedRatio is how the colours lie when an image is turned; false when there is no such thing.
func turnedRatio(r image.YCbCrSubsampleRatio, orientation int) (image.YCbCrSubsampleRatio, bool) {
	if orientation < 5 {
		return r, true
	}
	switch r {
	case image.YCbCrSubsampleRatio422:
		return image.YCbCrSubsampleRatio440, true
	case image.YCbCrSubsampleRatio440:
		return image.YCbCrSubsampleRatio422, true
	case image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio420:
		return r, true
	}
	return 0, false
}

// turnPlane turns samples of n bytes into a plane of a size.
func turnPlane(out []byte, outStride int, in []byte, inStride int, size image.Rectangle, n, orientation int) {
	for y := range size.Max.Y {
		for x := range size.Max.X {
			fromX, fromY := origin(orientation, x, y, size.Max.X, size.Max.Y)
			copy(out[y*outStride+x*n:][:n], in[fromY*inStride+fromX*n:])
		}
	}
}

// origin returns where a sample of a turned plane, w by h, comes from (EXIF 2.3, tag 0x0112).
func origin(orientation, x, y, w, h int) (int, int) {
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
		return y, w - 1 - x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return h - 1 - y, x
	}
	return x, y
}
