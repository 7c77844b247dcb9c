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
