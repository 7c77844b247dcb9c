package voice

// Strangers is how many streams have no relay yet.
func (r *Relay) Strangers() (n int) {
	for _, d := range r.doors {
		d.mu.Lock()
		for _, s := range d.open {
			s.mu.Lock()
			if !s.until.IsZero() {
				n++
			}
			s.mu.Unlock()
		}
		d.mu.Unlock()
	}
	return n
}
