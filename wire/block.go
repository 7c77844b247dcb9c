package wire

import "beckon/desk"

// Block says that a visitor is kept out.
type Block struct {
	Visitor string `json:"visitor"`
	Name    string `json:"name"`
	Country string `json:"country,omitempty"`
	ByName  string `json:"byName" doc:"the operator who did it"`
	At      Millis `json:"at"`
}

// BlocksOf returns who is blocked.
func BlocksOf(list []desk.Block) []Block {
	return each(list, func(b desk.Block) Block {
		return Block{Visitor: string(b.Visitor), Name: b.Name, Country: b.Country, ByName: b.ByName, At: MillisOf(b.At)}
	})
}
