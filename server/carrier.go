package server

import (
	"io"
	"time"

	"github.com/gorilla/websocket"
)

// carrier takes frames, in order, between us and one page or console: a WebSocket, or a polled line where a page can't have one.
type carrier interface {
	// ReadMessage waits for the other side's next frame, until the deadline for reading.
	ReadMessage() (kind int, raw []byte, err error)
	SetReadDeadline(time.Time) error
	// write gives up after writeWithin.
	write(queued) error
	// bye ends the line behind what was written, and says why.
	bye(code int, reason string)
	// linger gives the other side a moment to learn why, and closes.
	linger()
	Close() error
}

// queued is a frame that waits to be written.
type queued struct {
	text   []byte
	shared *websocket.PreparedMessage // text, prepared: a frame that many get
	counts int                        // bytes
}

// webSocket is the carrier that everybody has who can.
type webSocket struct{ *websocket.Conn }

func (w webSocket) write(q queued) error {
	w.SetWriteDeadline(time.Now().Add(writeWithin))
	if q.shared != nil {
		return w.WritePreparedMessage(q.shared)
	}
	return w.WriteMessage(websocket.TextMessage, q.text)
}

func (w webSocket) bye(code int, reason string) {
	w.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), time.Now().Add(writeWithin))
	if half, ok := w.NetConn().(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
	time.AfterFunc(lingerFor, func() { w.Close() })
}

// linger reads what still comes in and throws it away for a moment: the reset that it would cause could overtake the close frame.
func (w webSocket) linger() {
	conn := w.NetConn()
	conn.SetReadDeadline(time.Now().Add(lingerFor))
	io.Copy(io.Discard, conn)
	conn.Close()
}
