package voice

import (
	"errors"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// longestDescription bounds what a browser says about its side; one with audio only has about 3 KB.
const longestDescription = 32 << 10

// Errors of descriptions and candidates that are passed on to nobody.
var (
	ErrDescription = errors.New("this is not the description of an audio call")
	ErrCandidate   = errors.New("this is not a candidate of the relay")
)

// Private returns a session description without any address of whoever made it: candidates of the relay stay, all others go, and
// the lines that name an address name none (reliability, T-17). ErrDescription for what is not one of audio alone.
func (r *Relay) Private(sdp string) (string, error) {
	lines, err := described(sdp)
	if err != nil {
		return "", err
	}
	out := lines[:0]
	for _, line := range lines {
		switch {
		case strings.HasPrefix(line, "a=candidate:"):
			c, err := r.Candidate(strings.TrimPrefix(line, "a="))
			if err != nil {
				continue
			}
			line = "a=" + c
		case strings.HasPrefix(line, "a=remote-candidates:"):
			continue
		case strings.HasPrefix(line, "c="):
			line = "c=IN IP4 0.0.0.0"
		case strings.HasPrefix(line, "a=rtcp:"):
			line = "a=rtcp:9 IN IP4 0.0.0.0"
		case strings.HasPrefix(line, "m=audio "):
			line = withPort(line)
		case strings.HasPrefix(line, "o="):
			line = withoutOrigin(line)
		}
		out = append(out, line)
	}
	return strings.Join(out, "\r\n") + "\r\n", nil
}

// Open returns a session description as it is, when it is one of audio alone; for calls that may connect directly.
func Open(sdp string) (string, error) {
	_, err := described(sdp)
	return sdp, err
}

// described takes a description apart that has audio and nothing else.
func described(sdp string) ([]string, error) {
	if len(sdp) > longestDescription || !strings.HasPrefix(sdp, "v=0") {
		return nil, ErrDescription
	}
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(sdp, "\r\n", "\n"), "\n"), "\n")
	audio := 0
	for _, line := range lines {
		if len(line) < 2 || line[1] != '=' || strings.ContainsFunc(line, func(c rune) bool { return c < ' ' }) {
			return nil, ErrDescription
		}
		if strings.HasPrefix(line, "m=") {
			if !strings.HasPrefix(line, "m=audio ") || len(strings.Fields(line)) < 4 {
				return nil, ErrDescription
			}
			audio++
		}
	}
	if audio != 1 {
		return nil, ErrDescription
	}
	return lines, nil
}

// withPort names the port that stands for none yet (RFC 8840); 0 stays, it refuses the medium.
func withPort(line string) string {
	f := strings.Fields(line)
	if f[1] != "0" {
		f[1] = "9"
	}
	return strings.Join(f, " ")
}

func withoutOrigin(line string) string {
	f := strings.Fields(line)
	if len(f) != 6 {
		return "o=- 0 0 IN IP4 0.0.0.0"
	}
	return strings.Join([]string{"o=-", f[1], f[2], "IN", "IP4", "0.0.0.0"}, " ")
}

// Candidate returns an ICE candidate when it is a relay's of ours, without the address behind it; an empty one, which says that no
// more come, stays. ErrCandidate for every other.
func (r *Relay) Candidate(candidate string) (string, error) {
	if candidate == "" {
		return "", nil
	}
	f := strings.Fields(candidate)
	if len(candidate) > 512 || len(f) < 8 || !strings.HasPrefix(f[0], "candidate:") || f[6] != "typ" || f[7] != "relay" || !strings.EqualFold(f[2], "udp") {
		return "", ErrCandidate
	}
	a, err := netip.ParseAddr(f[4])
	port, bad := strconv.ParseUint(f[5], 10, 16)
	if err != nil || bad != nil || a != r.board.address || uint16(port) < r.board.first || uint16(port) > r.board.last {
		return "", ErrCandidate
	}
	out := slices.Concat(f[:8], []string{"raddr", "0.0.0.0", "rport", "0"})
	for i := 8; i+1 < len(f); i += 2 {
		if f[i] == "ufrag" || f[i] == "generation" {
			out = append(out, f[i], f[i+1])
		}
	}
	return strings.Join(out, " "), nil
}

// OpenCandidate returns an ICE candidate as it is; for calls that may connect directly. ErrCandidate for what is none.
func OpenCandidate(candidate string) (string, error) {
	if candidate != "" && (len(candidate) > 512 || !strings.HasPrefix(candidate, "candidate:") || strings.ContainsFunc(candidate, func(c rune) bool { return c < ' ' })) {
		return "", ErrCandidate
	}
	return candidate, nil
}
