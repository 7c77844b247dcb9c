package wire

// LinePost is the first line of a request to /v1/line; each further line is a frame of the page.
type LinePost struct {
	Line  string `json:"line" doc:"32 hex digits, made by the page anew for every line; whoever knows them speaks for the page"`
	From  int64  `json:"from" doc:"number of the first frame here; a line's first is 1"`
	Heard int64  `json:"heard" doc:"up to which of the server's frames the page has all"`
	Poll  bool   `json:"poll" doc:"the answer waits for the server's frames"`
	End   bool   `json:"end,omitempty" doc:"the page is left"`
}

// LineAnswer is the first line of an answer of /v1/line; each further line is a frame of the server.
type LineAnswer struct {
	Got    int64  `json:"got" doc:"up to which of the page's frames the server has all"`
	From   int64  `json:"from,omitempty" doc:"number of the first frame here"`
	Close  int    `json:"close,omitempty" doc:"the line is over, with this close code"`
	Reason string `json:"reason,omitempty"`
}
