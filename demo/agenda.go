package demo

import "time"

// agenda is what a simulated visitor means to do, and when. Only the visitor's own goroutine uses it.
type agenda []duty

type duty struct {
	at time.Time
	do func()
}

func (a *agenda) in(wait time.Duration, do func()) {
	*a = append(*a, duty{time.Now().Add(wait), do})
}

// next returns when something is due, or the given time if that is earlier.
func (a *agenda) next(latest time.Time) time.Time {
	for _, d := range *a {
		if d.at.Before(latest) {
			latest = d.at
		}
	}
	return latest
}

// work does everything that is due, earliest first.
func (a *agenda) work() {
	for now := time.Now(); ; {
		first := -1
		for i, d := range *a {
			if !d.at.After(now) && (first < 0 || d.at.Before((*a)[first].at)) {
				first = i
			}
		}
		if first < 0 {
			return
		}
		do := (*a)[first].do
		*a = append((*a)[:first], (*a)[first+1:]...)
		do()
	}
}
