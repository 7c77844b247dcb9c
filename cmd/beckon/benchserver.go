package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// benchServer is a server process that is measured.
type benchServer struct {
	process *exec.Cmd
	data    string
	address string // 127.0.0.1:port
	link    chan string
}

// startBenchServer starts this very program as a server on a free port with a data folder of its own. Limits per address are opened:
// all visitors of a bench come from here.
func startBenchServer(ctx context.Context) (*benchServer, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	data, err := os.MkdirTemp("", "beckon-bench-")
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	s := &benchServer{data: data, address: address, link: make(chan string, 1)}
	s.process = exec.CommandContext(ctx, self, "serve", "--data", data, "--listen", address, "--public-url", "http://"+address, "--sockets-per-address", "20000", "--connections-per-address", "20000", "--sockets", "20000", "--page-views-per-address", "5000")
	s.process.Stderr = os.Stderr
	out, err := s.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	go s.readLink(out)
	return s, s.ready(ctx)
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

func (s *benchServer) readLink(out io.Reader) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, token, ok := strings.Cut(lines.Text(), "#once="); ok {
			s.link <- token
		}
	}
}

func (s *benchServer) ready(ctx context.Context) error {
	for ctx.Err() == nil {
		r, err := http.Get("http://" + s.address + "/livez")
		if err == nil {
			r.Body.Close()
			return nil
		}
		time.Sleep(time.Millisecond)
	}
	return ctx.Err()
}

func (s *benchServer) stop() {
	s.process.Process.Signal(syscall.SIGTERM)
	s.process.Wait()
	os.RemoveAll(s.data)
}

func (s *benchServer) proc(name string) (string, error) {
	b, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(s.process.Process.Pid), name))
	return string(b), err
}

// rss is the server's resident memory in bytes.
func (s *benchServer) rss() (int64, error) {
	status, err := s.proc("status")
	if err != nil {
		return 0, fmt.Errorf("memory is read from /proc, which only Linux has: %w", err)
	}
	for line := range strings.Lines(status) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 10, 64)
			return kb << 10, err
		}
	}
	return 0, errors.New("no VmRSS in /proc")
}

// ticksPerSecond is the unit of /proc/PID/stat on Linux.
const ticksPerSecond = 100

// cpu is the CPU time that the server has spent so far.
func (s *benchServer) cpu() (time.Duration, error) {
	stat, err := s.proc("stat")
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	user, err1 := strconv.ParseInt(fields[11], 10, 64)
	system, err2 := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * time.Second / ticksPerSecond, errors.Join(err1, err2)
}

// idleCPU is the CPU time that the server spends in a second with nothing to do but pings.
func (s *benchServer) idleCPU() (time.Duration, error) {
	const over = 20 // seconds: every visitor is pinged once
	before, err := s.cpu()
	if err != nil {
		return 0, err
	}
	time.Sleep(over * time.Second)
	after, err := s.cpu()
	return (after - before) / over, err
}

// benchStart prints how long a server takes from its start until it serves, and how large the program is.
func benchStart(ctx context.Context) error {
	var took []time.Duration
	for range 5 {
		began := time.Now()
		s, err := startBenchServer(ctx)
		if err != nil {
			return err
		}
		took = append(took, time.Since(began))
		s.stop()
	}
	slices.Sort(took)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	info, err := os.Stat(self)
	if err != nil {
		return err
	}
	fmt.Printf("P-9  cold start to serving, empty data folder: median %.0f ms, slowest %.0f ms of 5; binary %.1f MB\n", ms(took[2]), ms(took[4]), mb(info.Size()))
	return nil
}

// benchLoader prints the size of the script on every page, as it is sent.
func benchLoader(ctx context.Context, b *bench) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+b.server.address+"/beckon.js", nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		fmt.Println("P-4  the widget is not built in this binary: make build")
		return nil
	}
	sent, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	plain := len(sent)
	if z, err := gzip.NewReader(strings.NewReader(string(sent))); err == nil {
		whole, err := io.ReadAll(z)
		if err != nil {
			return err
		}
		plain = len(whole)
	}
	fmt.Printf("P-4  script on every page: %d B gzip (%d B plain), one request\n", len(sent), plain)
	return nil
}
