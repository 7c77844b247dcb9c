package server_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/gorilla/websocket"

	"beckon/wire"
)

// overPolls is the test whose subtests are tests of their own, with pages that have no WebSocket.
const overPolls = "TestTheSameHoldsOverPolls_MON3/"

// polling is a line over HTTP as a page without a WebSocket has it: one poll is held, a second request brings what is said meanwhile.
type polling struct {
	at     string // the server's origin
	header http.Header
	client *http.Client
	id     string
	ctx    context.Context
	stop   context.CancelFunc
	news   chan []byte
	ended  chan struct{}

	mu    sync.Mutex // guards all below
	out   []string   // not got by the server
	got   int64
	heard int64
	err   error
}

var errHungUp = errors.New("hung up")

func newLineID() string {
	id := make([]byte, 16)
	rand.Read(id)
	return hex.EncodeToString(id)
}

func (w *world) newPolling(header http.Header) *polling {
	p := &polling{at: w.origin(), header: header, id: newLineID(), client: &http.Client{Transport: &http.Transport{}}, news: make(chan []byte, 10_000), ended: make(chan struct{})}
	p.ctx, p.stop = context.WithCancel(context.Background())
	w.t.Cleanup(p.client.CloseIdleConnections)
	return p
}

// poll opens a line without a WebSocket; it begins with the first frame that is sent.
func (w *world) poll(header http.Header) (*line, *http.Response) {
	l := &line{t: w.t, by: w.newPolling(header), ended: make(chan struct{}), news: make(chan struct{})}
	w.t.Cleanup(l.hangUp)
	return l, nil
}

// post makes one request, as it is.
func (p *polling) post(ctx context.Context, head wire.LinePost, frames ...string) (wire.LineAnswer, []string, int, error) {
	body, err := json.Marshal(head)
	if err != nil {
		return wire.LineAnswer{}, nil, 0, err
	}
	for _, f := range frames {
		body = append(append(body, '\n'), f...)
	}
	return p.send(ctx, body)
}

func (p *polling) send(ctx context.Context, body []byte) (a wire.LineAnswer, frames []string, status int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.at+"/v1/line", bytes.NewReader(body))
	if err != nil {
		return a, nil, 0, err
	}
	r.Header = p.header.Clone()
	if host := p.header.Get("Host"); host != "" {
		r.Host = host
	}
	r.Header.Set("Content-Type", "text/plain;charset=UTF-8")
	answer, err := p.client.Do(r)
	if err != nil {
		return a, nil, 0, err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		return a, nil, answer.StatusCode, err
	}
	parts := bytes.Split(raw, []byte("\n"))
	for _, f := range parts[1:] {
		frames = append(frames, string(f))
	}
	return a, frames, answer.StatusCode, json.Unmarshal(parts[0], &a)
}

// turn makes one request with all that waits, and takes its answer.
func (p *polling) turn(poll bool) error {
	p.mu.Lock()
	head := wire.LinePost{Line: p.id, From: p.got + 1, Heard: p.heard, Poll: poll}
	out := append([]string(nil), p.out...)
	p.mu.Unlock()
	a, frames, status, err := p.post(p.ctx, head, out...)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return errors.New(http.StatusText(status))
	}
	for p.got < a.Got {
		p.got++
		p.out = p.out[1:]
	}
	for i, f := range frames {
		if a.From+int64(i) == p.heard+1 {
			p.heard++
			p.news <- []byte(f)
		}
	}
	if a.Close != 0 {
		return &websocket.CloseError{Code: a.Close, Text: a.Reason}
	}
	return nil
}

func (p *polling) run() {
	defer close(p.ended)
	var err error
	for err == nil {
		err = p.turn(true)
	}
	p.mu.Lock()
	p.err = err
	p.mu.Unlock()
}

// WriteMessage implements carrier.
func (p *polling) WriteMessage(kind int, raw []byte) error {
	if kind == websocket.BinaryMessage { // there are none: bytes that are no text
		raw = append([]byte{0}, raw...)
	}
	p.mu.Lock()
	first := p.got == 0 && len(p.out) == 0
	p.out = append(p.out, string(raw))
	p.mu.Unlock()
	if first {
		go p.run()
		return nil
	}
	return p.turn(false)
}

// ReadMessage implements carrier.
func (p *polling) ReadMessage() (int, []byte, error) {
	select {
	case raw := <-p.news:
		return websocket.TextMessage, raw, nil
	default:
	}
	select {
	case raw := <-p.news:
		return websocket.TextMessage, raw, nil
	case <-p.ended:
	case <-p.ctx.Done():
		return 0, nil, errHungUp
	}
	select {
	case raw := <-p.news:
		return websocket.TextMessage, raw, nil
	default:
		p.mu.Lock()
		defer p.mu.Unlock()
		return 0, nil, p.err
	}
}

// Close implements carrier: the page is left.
func (p *polling) Close() error {
	p.stop()
	_, _, _, err := p.post(context.Background(), wire.LinePost{Line: p.id, End: true})
	p.client.CloseIdleConnections()
	return err
}

func TestTheSameHoldsOverPolls_MON3(t *testing.T) {
	for _, test := range []struct {
		name string
		run  func(*testing.T)
	}{
		{"arrival and page change", TestArrivalAndPageChangeReachTheMonitor_MON3},
		{"who left is faded", TestVisitorWhoLeftIsFadedAndThenGone_MON3},
		{"an invitation opens in all tabs", TestInvitationOpensInAllTabsOfThatVisitorAndNobodyElse_S18_S19},
		{"the truth about an invitation", TestTruthAboutAnInvitationIsTold_S35},
		{"withdrawn", TestWithdrawnInvitationGoesFromAllTabs_S37},
		{"declined", TestDeclinedInvitationGoesAndIsKnown_S22_S23},
		{"expired", TestExpiredInvitationGoesAndCannotBeAccepted_S39},
		{"page change", TestUnansweredInvitationSurvivesAPageChange_S39},
		{"undeliverable", TestInvitationThatCouldNotArriveIsToldAsUndeliverable_S35},
		{"messages both ways", TestMessagesGoBothWaysWithNumberAndTick_G1_G2},
		{"message sent again", TestMessageSentAgainIsTheSameLineAndAnotherTextIsRefused_G3},
		{"resume by number", TestPageResumesByNumber_G2_G6},
		{"fetch by number", TestLongConversationIsFetchedByNumber_G2},
		{"a chat follows", TestChatFollowsFromPageToPage_CHT4},
		{"hold", TestHoldStopsTheVisitorUntilResumed_S30_S31_S43},
		{"typing and marks", TestTypingAndMarksReachTheOtherSide_CHT1},
		{"the end", TestConversationEndsByEitherSide_CHT5},
		{"a message is left", TestVisitorLeavesAMessageWhenNobodyComes_S44},
		{"restart", TestRestartLosesAndDoublesNothing_G1_G6},
		{"a request", TestVisitorAsksWaitsAndTalks_COM3_COM4},
		{"foreign things", TestVisitorReachesNothingOfAnotherVisitor_T04},
		{"no business here", TestPageThatHasNoBusinessHereIsToldByACloseCode_Protocol},
		{"page views of an address", TestTooManyPageViewsOfAnAddressEndTheLine_Limits},
		{"tabs of a visitor", TestTooManyTabsOfAVisitorAreRefused_Limits},
		{"switched off", TestSiteThatIsSwitchedOffLetsNobodyIn_PRV1},
		{"visit only", TestVisitOnlyKeepsTheIdentityInTheTab_PRV1},
		{"frames over all tabs", TestFramesAreCountedOverAllTabsOfAVisitor_Limits},
		{"page views in all", TestTooManyPageViewsInAllEndTheLine_Limits},
		{"text is kept", TestTextIsKeptAsItWasSentOrRefused_S38},
		{"invalid UTF-8", TestInvalidUTF8IsReplaced_T01},
		{"what a page says of itself", TestWhatAPageSaysOfItselfIsCleanedAndCut_ZON6_Limits},
		{"the store is full", TestFullStoreGivesNoTickAndRecovers_G1_G3},
	} {
		t.Run(test.name, test.run)
	}
}
