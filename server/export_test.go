package server

// ConsolesServed is how many consoles are on the line and not being sent away.
func (s *Server) ConsolesServed() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for c := range s.consoles {
		if !c.socket.over() {
			n++
		}
	}
	return n
}

// LineIsOver tells whether the line over HTTP with this id has been ended.
func (s *Server) LineIsOver(id string) bool {
	s.lines.mu.Lock()
	l := s.lines.open[id]
	s.lines.mu.Unlock()
	if l == nil {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.over
}
