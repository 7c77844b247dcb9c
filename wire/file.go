package wire

import "beckon/desk"

// File is something attached to a message. Its bytes are fetched by its id, by those only who may read the conversation.
type File struct {
	ID     string `json:"id"`
	Name   string `json:"name" doc:"as the sender called it"`
	Type   string `json:"type" doc:"by content; image/png, image/jpeg and image/gif with a width are images made anew"`
	Size   int64  `json:"size" doc:"bytes"`
	Width  int    `json:"width,omitempty" doc:"of an image that may be shown"`
	Height int    `json:"height,omitempty"`
}

// FileOf returns a file.
func FileOf(f desk.File) File {
	return File{ID: string(f.ID), Name: f.Name, Type: f.Type, Size: f.Size, Width: f.Width, Height: f.Height}
}

func filesOf(list []desk.File) []File {
	if len(list) == 0 {
		return nil
	}
	return each(list, FileOf)
}
