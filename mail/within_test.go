package mail

import (
	"testing"
	"time"

	"beckon/desk"
)

func TestFilesMayTakeLongerButNobodyElseBeginsMeanwhile(t *testing.T) {
	if got := within(desk.Mail{}); got != sendWithin {
		t.Errorf("a mail without files may take %v, want %v", got, sendWithin)
	}
	full := within(desk.Mail{Files: []desk.File{{Size: 4 << 20}, {Size: 6 << 20}}})
	if full < 2*time.Minute || full+storeWithin >= claimedFor {
		t.Errorf("10 MB may take %v, want more than 2 minutes, and less than the claim of %v", full, claimedFor)
	}
}
