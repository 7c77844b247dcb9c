package desk

import "time"

// returnWithin is how long pages take to connect again after a restart (protocol: idle ones try at most that far apart).
const returnWithin = time.Minute

// nobodyReturned ends the invitations that had not arrived when the desk began, and whose visitors have not come back since.
func (d *Desk) nobodyReturned() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id := range d.live.unanswered {
		if v := d.live.byVisitor[id]; v == nil || v.Presence == Left {
			d.undeliverableLocked(id)
		}
	}
}
