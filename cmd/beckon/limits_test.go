package main

import (
	"testing"

	"github.com/alecthomas/kong"

	"beckon/server"
)

func TestLimitsPerAddressAreFlags_Limits(t *testing.T) {
	t.Parallel()
	perAddress := func(l server.Limits) [8]int {
		return [...]int{l.SocketsPerAddress, l.ConsolesPerAddress, l.PageViewsPerAddress, l.ChatsPerAddress, l.LettersPerAddress, l.FilesPerAddress, l.RequestsPerAddress, l.ConnectionsPerAddress}
	}
	for _, test := range []struct {
		args []string
		want [8]int
	}{
		{nil, perAddress(server.DefaultLimits())},
		{
			[]string{"--sockets-per-address=1", "--consoles-per-address=2", "--page-views-per-address=3", "--chats-per-address=4", "--letters-per-address=5", "--files-per-address=6", "--requests-per-address=7", "--connections-per-address=8"},
			[...]int{1, 2, 3, 4, 5, 6, 7, 8},
		},
	} {
		var c cli
		k, err := kong.New(&c, kong.Vars{"version": version})
		must(t, "describe the flags", err)
		_, err = k.Parse(append([]string{"serve"}, test.args...))
		must(t, "parse", err)
		l, err := c.Serve.limits()
		must(t, "limits", err)
		if got := perAddress(l); got != test.want {
			t.Errorf("%v: limits per address %v, want %v", test.args, got, test.want)
		}
	}
}
