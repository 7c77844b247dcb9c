package desk

import (
	"slices"
	"time"
)

// Hours are when requests are taken (COM-2). Without any, always.
type Hours struct {
	Limited  bool
	TimeZone string    // IANA name
	Week     [7][]Span // from Sunday
	Holidays []Holiday
}

// Span is a part of a day in minutes since midnight; To may be 1440.
type Span struct{ From, To int }

// Holiday is a day on which nobody answers, or only in other hours.
type Holiday struct {
	Date string // YYYY-MM-DD
	Name string
	Open []Span
}

const (
	dayMinutes  = 24 * 60
	maxSpans    = 6
	maxHolidays = 200
)

// open reports whether the hours are open at a moment, and when that changes next; zero: never, as far as a fortnight ahead.
func (h Hours) open(now time.Time) (bool, time.Time) {
	if !h.Limited {
		return true, time.Time{}
	}
	zone := h.location()
	at := now.In(zone)
	is := h.openAt(at)
	for day := range 15 {
		for _, minute := range h.edges(at.AddDate(0, 0, day)) {
			y, m, d := at.AddDate(0, 0, day).Date()
			edge := time.Date(y, m, d, 0, minute, 0, 0, zone)
			if edge.After(now) && h.openAt(edge) != is {
				return is, edge
			}
		}
	}
	return is, time.Time{}
}

// location is the site's time zone.
func (h Hours) location() *time.Location {
	zone, err := time.LoadLocation(h.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func (h Hours) openAt(at time.Time) bool {
	minute := at.Hour()*60 + at.Minute()
	return slices.ContainsFunc(h.spans(at), func(s Span) bool { return s.From <= minute && minute < s.To })
}

func (h Hours) spans(day time.Time) []Span {
	date := day.Format(time.DateOnly)
	for _, x := range h.Holidays {
		if x.Date == date {
			return x.Open
		}
	}
	return h.Week[day.Weekday()]
}

// edges returns the minutes of a day at which something may change, in order.
func (h Hours) edges(day time.Time) []int {
	out := []int{0}
	for _, s := range h.spans(day) {
		out = append(out, s.From, s.To)
	}
	slices.Sort(out)
	return out
}

// checked returns the hours ready to be kept. Invalid names the field.
func (h Hours) checked() (Hours, error) {
	if h.TimeZone == "" {
		h.TimeZone = "UTC"
	}
	if _, err := time.LoadLocation(h.TimeZone); err != nil || h.TimeZone == "Local" {
		return h, invalid("hours", "%q is no time zone such as Europe/Lisbon", cleanLine(h.TimeZone))
	}
	for _, spans := range h.Week {
		if err := checkSpans(spans); err != nil {
			return h, err
		}
	}
	if len(h.Holidays) > maxHolidays {
		return h, invalid("hours", "At most %d holidays", maxHolidays)
	}
	seen := map[string]bool{}
	for i, x := range h.Holidays {
		if _, err := time.Parse(time.DateOnly, x.Date); err != nil || seen[x.Date] {
			return h, invalid("hours", "%q is no date of its own, such as 2026-12-24", cleanLine(x.Date))
		}
		seen[x.Date] = true
		name, err := personName(x.Name)
		if err != nil {
			return h, invalid("hours", "A holiday's name has at most %d characters", maxName)
		}
		h.Holidays[i].Name = name
		if err := checkSpans(x.Open); err != nil {
			return h, err
		}
	}
	slices.SortFunc(h.Holidays, func(a, b Holiday) int { return slices.Compare([]byte(a.Date), []byte(b.Date)) })
	return h, nil
}

func checkSpans(list []Span) error {
	if len(list) > maxSpans {
		return invalid("hours", "A day has at most %d spans", maxSpans)
	}
	last := 0
	for _, s := range list {
		if s.From < last || s.To <= s.From || s.To > dayMinutes {
			return invalid("hours", "Spans of a day follow each other and end after they begin")
		}
		last = s.To
	}
	return nil
}
