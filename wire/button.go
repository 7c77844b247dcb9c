package wire

import (
	"fmt"

	"beckon/desk"
)

// Button is where a site's button stands on its pages.
type Button struct {
	Corner string `json:"corner" enum:"end,start" doc:"at the bottom, by the direction in which the page is written: the end is the right of a page written from left to right"`
	X      int    `json:"x" doc:"CSS pixels from the side, 0 to 400"`
	Y      int    `json:"y" doc:"CSS pixels from the bottom, 0 to 400"`
	Z      int    `json:"z" doc:"z-index, 1 to 2147483647: what is higher on the page covers it"`
}

// ButtonOf returns where a site's button stands.
func ButtonOf(b desk.Button) Button {
	b = b.Place()
	return Button{Corner: string(b.Corner), X: b.X, Y: b.Y, Z: b.Z}
}

// Desk returns the button as the desk has it, unchecked.
func (b Button) Desk() desk.Button {
	return desk.Button{Corner: desk.Corner(b.Corner), X: b.X, Y: b.Y, Z: b.Z}
}

// The widget's style sheets (card.css, chat.css) have the usual place: this follows them. Nothing stands outside a small window; a card or
// panel comes down where it would be too low; on a phone, card and panel keep to the edges and the button is 16 pixels nearer to them.
const placed = `.help,.card,.chat.chat{z-index:%[5]d}
.help{inset-inline-%[1]s:min(%[3]dpx,100%% - 13em);inset-inline-%[2]s:auto;bottom:min(%[4]dpx,100%% - 60px)}
.chat.chat{inset-inline-%[1]s:0;inset-inline-%[2]s:auto}
@media not all and (max-width:480px){
.card,.chat.chat{--y:min(%[4]dpx,max(28px,100vh - 520px));inset-inline-%[1]s:min(%[3]dpx,100%% - 408px);inset-inline-%[2]s:auto;bottom:var(--y)}
.card{max-height:min(75vh,100vh - 64px - var(--y))}
.chat .talk{height:min(620px,100vh - 28px - var(--y))}
.chat .opening{max-height:calc(100vh - 28px - var(--y))}
}
@media (max-width:480px){
.help{inset-inline-%[1]s:max(16px,min(%[3]dpx,100%% - 12em));bottom:max(16px,min(%[4]dpx,100%% - 60px))}
.chat.chat .round{margin-inline-%[1]s:min(%[6]dpx,100vw - 72px);margin-bottom:calc(min(%[7]dpx,100vh - 72px) + env(safe-area-inset-bottom))}
}
`

// cssOf returns the rules that bring a page's button to its place; none for the usual one. It is made of the desk's numbers only.
func cssOf(b desk.Button) string {
	if b == (desk.Button{}) {
		return ""
	}
	side, other := desk.CornerEnd, desk.CornerStart
	if b.Corner == desk.CornerStart {
		side, other = other, side
	}
	return fmt.Sprintf(placed, side, other, b.X, b.Y, b.Z, max(b.X-12, 0), max(b.Y-12, 0))
}
