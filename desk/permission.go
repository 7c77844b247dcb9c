package desk

// Right is something an operator may be allowed to do. The matrix is permission_test.go.
type Right string

// Rights. So far an administrator has all of them and every other operator those that are neither about settings nor about taking data out.
const (
	Communicate    Right = "communicate"     // invite, talk
	ManageCanned   Right = "manage-canned"   // the shared list; one's own needs no right
	ReadArchive    Right = "read-archive"    // search and read conversations, whoever had them
	Export         Right = "export"          // take lists out of the console (T-42)
	ChangeSettings Right = "change-settings" // settings, sites, operators
)

// Actor is the operator who acts, as the door has established.
type Actor struct {
	ID            OperatorID
	Administrator bool
}

func (a Actor) may(r Right) error {
	if (r == ChangeSettings || r == Export) && !a.Administrator {
		return Errorf(Forbidden, "Only an administrator can do this")
	}
	return nil
}
