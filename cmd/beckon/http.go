package main

import (
	"net"
	"net/http"
	"time"
)

// How long a client may take for what it does over HTTP. Sockets have deadlines of their own: when a connection becomes one, these end.
const (
	headerWithin  = 5 * time.Second
	requestWithin = 15 * time.Second // with its body
	answerWithin  = time.Minute      // for whoever reads slowly, or not at all
	idleFor       = 10 * time.Second
	headerBytes   = 16 << 10
)

// httpServer returns a server that no slow client holds for ever.
func httpServer(h http.Handler, notice func(net.Conn, http.ConnState)) *http.Server {
	return &http.Server{
		Handler: h, ConnState: notice, ReadHeaderTimeout: headerWithin, ReadTimeout: requestWithin, WriteTimeout: answerWithin, IdleTimeout: idleFor, MaxHeaderBytes: headerBytes,
	}
}
