package desk

// Corner is where on a page a site's button stands, by the direction in which the page is written.
type Corner string

// Corners. The end is the right on a page written from left to right.
const (
	CornerEnd   Corner = "end"
	CornerStart Corner = "start"
)

// Button says where a site's button, the invitation and the chat panel stand on its pages (COM-2). The zero Button stands at the usual place.
type Button struct {
	Corner Corner
	X      int // CSS pixels from the side
	Y      int // CSS pixels from the bottom
	Z      int // z-index: what is higher on the page covers it
}

// Bounds of a button's place.
const (
	mostOffset = 400
	mostLayer  = 1<<31 - 1 // the highest that browsers know
)

// usualPlace is where a button stands whose site has not said otherwise.
var usualPlace = Button{Corner: CornerEnd, X: 28, Y: 28, Z: mostLayer}

// Place returns where the button stands, in numbers.
func (b Button) Place() Button {
	if b == (Button{}) {
		return usualPlace
	}
	return b
}

// checked returns the button as it is kept: the usual place has no numbers. Invalid.
func (b Button) checked() (Button, error) {
	if b.Corner != CornerEnd && b.Corner != CornerStart {
		return b, invalid("button", "The button's corner is end or start")
	}
	if b.X < 0 || b.X > mostOffset {
		return b, invalid("button", "The button stands from 0 to %d pixels from the side", mostOffset)
	}
	if b.Y < 0 || b.Y > mostOffset {
		return b, invalid("button", "The button stands from 0 to %d pixels from the bottom", mostOffset)
	}
	if b.Z < 1 || b.Z > mostLayer {
		return b, invalid("button", "The z-index is from 1 to %d", mostLayer)
	}
	if b == usualPlace {
		return Button{}, nil
	}
	return b, nil
}

// button returns where a site's button stands.
func (l *live) button(site SiteID) Button {
	if s := l.sites[site]; s != nil {
		return s.Button
	}
	return Button{}
}

// tellButtonLocked tells the open pages of a site where its button stands now; that goes with whether somebody is there.
func (d *Desk) tellButtonLocked(site SiteID) {
	t := Told{Event: &AvailabilityChanged{Available: d.live.available, Closed: d.live.outOfHours, NoVoice: d.live.toldNoVoice}, Button: d.live.button(site)}
	for _, v := range d.live.visits {
		if v.Site != site {
			continue
		}
		for _, p := range v.pages {
			if p.outlet != nil {
				p.outlet.Tell(t)
			}
		}
	}
}
