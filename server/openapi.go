package server

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"beckon/wire"
)

// frames are the socket frames, by direction. They stand in the API's document as components, so that one generator serves both.
var frames = []any{
	wire.PictureFrame{}, wire.VisitsFrame{}, wire.InvitationFrame{}, wire.ConversationFrame{}, wire.MessageFrame{}, wire.TypingFrame{},
	wire.RequestFrame{}, wire.OperatorFrame{}, wire.HoursFrame{}, wire.ChangedFrame{}, wire.PingFrame{},
	wire.WatchFrame{}, wire.PongFrame{}, wire.OperatorTypingFrame{}, wire.OperatorGotFrame{}, wire.OperatorReadFrame{}, wire.NoteFrame{}, wire.ConsoleAttentionFrame{}, wire.ConsoleLeavingFrame{},
	wire.HelloFrame{}, wire.PageFrame{}, wire.AttentionFrame{}, wire.InvitationReceivedFrame{}, wire.InvitationShownFrame{},
	wire.AcceptFrame{}, wire.DeclineFrame{}, wire.SayFrame{}, wire.VisitorTypingFrame{}, wire.VisitorGotFrame{}, wire.VisitorReadFrame{}, wire.RateFrame{}, wire.RatedFrame{}, wire.FetchFrame{},
	wire.EndFrame{}, wire.LeaveFrame{}, wire.TranscriptFrame{}, wire.AskFrame{}, wire.CancelFrame{},
	wire.WelcomeFrame{}, wire.KeptFrame{}, wire.VisitorInvitationFrame{}, wire.InvitationGoneFrame{}, wire.VisitorConversationFrame{},
	wire.VisitorMessageFrame{}, wire.FetchedFrame{}, wire.LeftFrame{}, wire.TranscriptSentFrame{}, wire.RefusedFrame{}, wire.VisitorRequestFrame{}, wire.AvailabilityFrame{},
	wire.LinePost{}, wire.LineAnswer{},
	wire.SignalFrame{}, wire.CallReportFrame{}, wire.ExpectPhoneFrame{}, wire.SteerPhoneFrame{}, wire.LevelFrame{}, wire.HangUpFrame{}, wire.PhoneHelloFrame{}, wire.PhoneFrame{},
	wire.PlaceCallFrame{}, wire.AskRelayFrame{}, wire.RelayFrame{},
}

// registerFrames puts every socket frame into the document's components.
func registerFrames(api huma.API) {
	for _, f := range frames {
		t := reflect.TypeOf(f)
		api.OpenAPI().Components.Schemas.Schema(t, true, t.Name())
	}
}

// Describe returns the OpenAPI document of API and frames, indented.
func Describe() ([]byte, error) {
	s := &Server{}
	s.api = newAPI(http.NewServeMux())
	s.registerAPI()
	raw, err := s.api.OpenAPI().MarshalJSON()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}
