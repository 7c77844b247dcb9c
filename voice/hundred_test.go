package voice_test

import (
	"bufio"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/pion/stun/v4"

	"beckon/voice"
)

const (
	calls       = 100
	packetEvery = 20 * time.Millisecond
	packetBytes = 110 // Opus at 32 kbit/s, encrypted, with its headers
)

// TestMain is also the relay of TestHundredCallsAtOnce, in a process of its own: what it costs is what that process costs.
func TestMain(m *testing.M) {
	if os.Getenv("BECKON_RELAY") == "" {
		os.Exit(m.Run())
	}
	r, err := voice.Listen(voice.Options{Listen: "127.0.0.1:0", Address: netip.MustParseAddr("127.0.0.2"), First: 50000, Last: 50999})
	if err != nil {
		panic(err)
	}
	fmt.Println(hostPort(r))
	for i := range calls {
		id := callNumber(i)
		r.Begin(id)
		for _, side := range []voice.Side{voice.Visitor, voice.Operator} {
			c, _ := r.Credential(id, side)
			fmt.Println(c.Username, c.Password)
		}
	}
	_, _ = io.ReadAll(os.Stdin) // until the test has ended
	_ = r.Close()
}

func callNumber(i int) string { return fmt.Sprintf("call-number-%08d", i) }

// TestHundredCallsAtOnce lets a hundred pairs talk through one relay; how much that costs stands in docs/performance.md.
func TestHundredCallsAtOnce_T16(t *testing.T) {
	relay := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	relay.Env = append(os.Environ(), "BECKON_RELAY=1")
	in, err := relay.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := relay.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := relay.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	line := func() string {
		if !lines.Scan() {
			t.Fatal("the relay said no more")
		}
		return lines.Text()
	}
	at := line()
	var sides [2 * calls]*speaker
	for i := range sides {
		user, password, _ := strings.Cut(line(), " ")
		sides[i] = speakAt(t, at, user, password)
		if code := sides[i].allocate(); code != 0 {
			t.Fatalf("relay %d: %d", i, code)
		}
	}
	for i, s := range sides {
		other := sides[i^1]
		if code := s.ask(stun.MethodChannelBind, channel(0x4000), peer(other.at())); code != 0 {
			t.Fatalf("channel %d: %d", i, code)
		}
	}
	before := cost(t, relay.Process.Pid)
	began := time.Now()
	talk := 5 * time.Second
	if testing.Short() {
		talk = time.Second
	}
	heard, sent := talkOverChannels(sides[:], talk)
	after, took := cost(t, relay.Process.Pid), time.Since(began)
	for i := range heard {
		// On a busy machine fewer are sent, and of those the race detector's slow relay loses up to two in five.
		if n, of := heard[i].Load(), sent[i^1].Load(); n*3 < of || n == 0 {
			t.Errorf("side %d heard %d of %d packets", i, n, of)
		}
	}
	if err := in.Close(); err != nil {
		t.Error(err)
	}
	if err := relay.Wait(); err != nil {
		t.Error(err)
	}
	used, _ := relay.ProcessState.SysUsage().(*syscall.Rusage)
	t.Logf("%d calls, %d packets a second each way: %.0f%% of a core, %.1f MB resident with all open, %.1f MB at most", calls, time.Second/packetEvery,
		100*(after.cpu-before.cpu).Seconds()/took.Seconds(), float64(after.resident)/1e6, float64(used.Maxrss)*1024/1e6)
}

// talkOverChannels lets all send and hear for a while, as media does: by channel data. It counts what each heard and sent.
func talkOverChannels(sides []*speaker, talk time.Duration) (heard, sent []atomic.Int64) {
	heard, sent = make([]atomic.Int64, len(sides)), make([]atomic.Int64, len(sides))
	packet := append([]byte{0x40, 0, 0, packetBytes}, make([]byte, packetBytes+2)...) // padded to four bytes
	var hearing, sending sync.WaitGroup
	for i, s := range sides {
		_ = s.conn.SetDeadline(time.Now().Add(2 * talk))
		hearing.Go(func() {
			b := make([]byte, 1600)
			for {
				n, err := s.conn.Read(b)
				if err != nil {
					return
				}
				if n > 4 && b[0] == 0x40 {
					heard[i].Add(1)
				}
			}
		})
		sending.Go(func() {
			time.Sleep(packetEvery * time.Duration(i) / time.Duration(len(sides)))
			beat := time.NewTicker(packetEvery)
			defer beat.Stop()
			for range talk / packetEvery {
				<-beat.C
				if _, err := s.conn.Write(packet); err != nil {
					return
				}
				sent[i].Add(1)
			}
		})
	}
	sending.Wait()
	for _, s := range sides {
		_ = s.conn.SetReadDeadline(time.Now().Add(time.Second)) // for what is under way
	}
	hearing.Wait()
	return heard, sent
}

type costs struct {
	cpu      time.Duration
	resident int64
}

// cost reads from /proc what a process has cost so far; nothing where there is none.
func cost(t *testing.T, pid int) (c costs) {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Logf("no figures here: %v", err)
		return c
	}
	var user, system, pages int64
	fields := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+2:]))
	_, _ = fmt.Sscan(fields[11], &user)
	_, _ = fmt.Sscan(fields[12], &system)
	_, _ = fmt.Sscan(fields[21], &pages)
	return costs{cpu: time.Duration(user+system) * 10 * time.Millisecond, resident: pages * int64(os.Getpagesize())}
}
