package wire

import "beckon/desk"

// Hours are when requests are taken.
type Hours struct {
	Limited  bool      `json:"limited" doc:"false: always"`
	TimeZone string    `json:"timeZone" doc:"IANA name such as Europe/Lisbon"`
	Week     [][]Span  `json:"week" minItems:"7" maxItems:"7" doc:"from Sunday"`
	Holidays []Holiday `json:"holidays" maxItems:"200"`
}

// Span is a part of a day, in minutes since midnight.
type Span struct {
	From int `json:"from" minimum:"0" maximum:"1439"`
	To   int `json:"to" minimum:"1" maximum:"1440"`
}

// Holiday is a day on which nobody answers, or only in other hours.
type Holiday struct {
	Date string `json:"date" doc:"YYYY-MM-DD"`
	Name string `json:"name"`
	Open []Span `json:"open"`
}

// HoursOf returns the hours.
func HoursOf(h desk.Hours) Hours {
	return Hours{
		Limited: h.Limited, TimeZone: h.TimeZone, Week: each(h.Week[:], spansOf),
		Holidays: each(h.Holidays, func(x desk.Holiday) Holiday { return Holiday{Date: x.Date, Name: x.Name, Open: spansOf(x.Open)} }),
	}
}

func spansOf(list []desk.Span) []Span {
	return each(list, func(s desk.Span) Span { return Span{From: s.From, To: s.To} })
}

// Desk returns the hours as the desk has them.
func (h Hours) Desk() desk.Hours {
	spans := func(list []Span) []desk.Span {
		return each(list, func(s Span) desk.Span { return desk.Span{From: s.From, To: s.To} })
	}
	out := desk.Hours{Limited: h.Limited, TimeZone: h.TimeZone}
	for i := range min(len(h.Week), len(out.Week)) {
		out.Week[i] = spans(h.Week[i])
	}
	for _, x := range h.Holidays {
		out.Holidays = append(out.Holidays, desk.Holiday{Date: x.Date, Name: x.Name, Open: spans(x.Open)})
	}
	return out
}
