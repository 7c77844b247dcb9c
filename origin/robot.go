package origin

import (
	_ "embed"
	"strings"
)

//go:embed data/robots_gen.txt
var robotData string

// NoUserAgent is the name of a robot that sends no user agent at all.
const NoUserAgent = "no user agent"

// keyLength is the length of the shortest literal of the list.
const keyLength = 3

// robotIndex finds literals by their first three bytes, so that a user agent is walked through once whatever the list's length.
type robotIndex struct {
	starts   []string
	anywhere map[[keyLength]byte][]string
}

func indexRobots(list string) robotIndex {
	index := robotIndex{anywhere: map[[keyLength]byte][]string{}}
	for line := range strings.Lines(list) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") || len(line) < keyLength {
			continue
		}
		if start, ok := strings.CutPrefix(line, "^"); ok {
			index.starts = append(index.starts, start)
			continue
		}
		key := [keyLength]byte([]byte(line[:keyLength]))
		index.anywhere[key] = append(index.anywhere[key], line)
	}
	return index
}

// Robot says whether a user agent is a robot's, and what gave it away. Browsers driven by a program without a window count too.
func (o *Origin) Robot(userAgent string) (name string, ok bool) {
	userAgent = strings.TrimSpace(userAgent)
	if userAgent == "" {
		return NoUserAgent, true
	}
	for _, start := range o.robots.starts {
		if strings.HasPrefix(userAgent, start) {
			return robotName(start), true
		}
	}
	for i := range len(userAgent) - keyLength + 1 {
		for _, literal := range o.robots.anywhere[[keyLength]byte([]byte(userAgent[i:i+keyLength]))] {
			if strings.HasPrefix(userAgent[i:], literal) {
				return robotName(literal), true
			}
		}
	}
	return "", false
}

func robotName(literal string) string {
	return strings.Trim(literal, " /();:,+")
}
