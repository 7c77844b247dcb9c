// Unions of the generated frame types, by direction. The shapes come from Go (wire/) by way of openapi.json.
import type { components } from './schema'

export type Schemas = components['schemas']

/** What the server sends to a console. */
export type ConsoleFrame =
  | Schemas['PictureFrame']
  | Schemas['VisitsFrame']
  | Schemas['InvitationFrame']
  | Schemas['ConversationFrame']
  | Schemas['MessageFrame']
  | Schemas['TypingFrame']
  | Schemas['NoteFrame']
  | Schemas['RequestFrame']
  | Schemas['OperatorFrame']
  | Schemas['HoursFrame']
  | Schemas['ChangedFrame']
  | Schemas['SignalFrame']
  | Schemas['PingFrame']

/** What a console sends. */
export type ConsoleSends =
  | Schemas['WatchFrame']
  | Schemas['PongFrame']
  | Schemas['OperatorTypingFrame']
  | Schemas['OperatorGotFrame']
  | Schemas['OperatorReadFrame']
  | Schemas['ConsoleAttentionFrame']
  | Schemas['ConsoleLeavingFrame']
  | Schemas['SignalFrame']
  | Schemas['CallReportFrame']

/** What the server sends to a page. */
export type VisitorFrame =
  | Schemas['WelcomeFrame']
  | Schemas['KeptFrame']
  | Schemas['VisitorInvitationFrame']
  | Schemas['InvitationGoneFrame']
  | Schemas['VisitorConversationFrame']
  | Schemas['VisitorMessageFrame']
  | Schemas['VisitorTypingFrame']
  | Schemas['FetchedFrame']
  | Schemas['LeftFrame']
  | Schemas['RatedFrame']
  | Schemas['TranscriptSentFrame']
  | Schemas['VisitorRequestFrame']
  | Schemas['AvailabilityFrame']
  | Schemas['LevelFrame']
  | Schemas['RefusedFrame']
  | Schemas['PingFrame']

/** What a page sends. */
export type VisitorSends =
  | Schemas['HelloFrame']
  | Schemas['PageFrame']
  | Schemas['AttentionFrame']
  | Schemas['PongFrame']
  | Schemas['InvitationReceivedFrame']
  | Schemas['InvitationShownFrame']
  | Schemas['AcceptFrame']
  | Schemas['DeclineFrame']
  | Schemas['SayFrame']
  | Schemas['VisitorTypingFrame']
  | Schemas['VisitorGotFrame']
  | Schemas['VisitorReadFrame']
  | Schemas['RateFrame']
  | Schemas['FetchFrame']
  | Schemas['EndFrame']
  | Schemas['LeaveFrame']
  | Schemas['TranscriptFrame']
  | Schemas['AskFrame']
  | Schemas['CancelFrame']
  | Schemas['ExpectPhoneFrame']
  | Schemas['SteerPhoneFrame']
  | Schemas['HangUpFrame']

/** What the server sends to a visitor's call window. */
export type PhoneFrame =
  | Schemas['PhoneFrame']
  | Schemas['VisitorRequestFrame']
  | Schemas['RelayFrame']
  | Schemas['SignalFrame']
  | Schemas['SteerPhoneFrame']
  | Schemas['RefusedFrame']
  | Schemas['PingFrame']

/** What a call window sends. */
export type PhoneSends =
  | Schemas['PhoneHelloFrame']
  | Schemas['PlaceCallFrame']
  | Schemas['HangUpFrame']
  | Schemas['SignalFrame']
  | Schemas['CallReportFrame']
  | Schemas['LevelFrame']
  | Schemas['AskRelayFrame']
  | Schemas['PongFrame']
