package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type invitationRow struct {
	bun.BaseModel `bun:"table:invitation"`
	ID            string
	Visitor       string
	Visit         string
	Site          string
	Operator      string
	OperatorName  string
	Body          string
	Kind          string
	State         string
	Why           string
	Sent          int64
	Delivered     int64
	Shown         int64
	Ended         int64
	Expires       int64
	Conversation  string
}

func rowOfInvitation(i desk.Invitation) *invitationRow {
	return &invitationRow{
		ID: string(i.ID), Visitor: string(i.Visitor), Visit: string(i.Visit), Site: string(i.Site), Operator: string(i.Operator), OperatorName: i.OperatorName,
		Body: i.Text, Kind: string(i.Kind), State: string(i.State), Why: i.Why, Sent: millis(i.Sent), Delivered: millis(i.Delivered), Shown: millis(i.Shown),
		Ended: millis(i.Ended), Expires: millis(i.Expires), Conversation: string(i.Conversation),
	}
}

func (r invitationRow) invitation() desk.Invitation {
	return desk.Invitation{
		ID: desk.InvitationID(r.ID), Visitor: desk.VisitorID(r.Visitor), Visit: desk.VisitID(r.Visit), Site: desk.SiteID(r.Site), Operator: desk.OperatorID(r.Operator),
		OperatorName: r.OperatorName, Text: r.Body, Kind: desk.Talk(r.Kind), State: desk.InvitationState(r.State), Why: r.Why, Sent: moment(r.Sent),
		Delivered: moment(r.Delivered), Shown: moment(r.Shown), Ended: moment(r.Ended), Expires: moment(r.Expires), Conversation: desk.ConversationID(r.Conversation),
	}
}

func readInvitation(ctx context.Context, tx bun.IDB, where string, arg any) (*desk.Invitation, error) {
	var row invitationRow
	err := tx.NewSelect().Model(&row).Comment("invitation.read").Where(where, arg).Limit(1).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	i := row.invitation()
	return &i, err
}

// recordInvitation lets one invitation through; sent again it is the one that stands there.
func recordInvitation(ctx context.Context, tx bun.IDB, e *desk.InvitationSent) error {
	i := e.Invitation
	if err := lockVisitor(ctx, tx, i.Visitor, i.Site, i.Sent); err != nil {
		return err
	}
	same, err := readInvitation(ctx, tx, "id = ?", i.ID)
	if err != nil {
		return err
	}
	if same != nil {
		if same.Operator != i.Operator || same.Visitor != i.Visitor {
			return desk.Errorf(desk.Conflict, "This invitation exists already")
		}
		e.Invitation = *same
		return nil
	}
	var talking conversationRow
	err = tx.NewSelect().Model(&talking).Comment("invitation.talking").Where("visitor = ? AND ended = 0", i.Visitor).Limit(1).Scan(ctx)
	if err == nil {
		return &desk.Error{Kind: desk.Conflict, Text: "This visitor is in a chat with " + talking.OperatorName, Who: talking.OperatorName}
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	n, err := affected(tx.NewInsert().Model(rowOfInvitation(i)).Comment("invitation.sent").On("CONFLICT DO NOTHING").Exec(ctx))
	if err != nil {
		return err
	}
	if n == 1 {
		return useCanned(ctx, tx, e.Canned, i.Operator)
	}
	first, err := readInvitation(ctx, tx, "visitor = ? AND ended = 0", i.Visitor)
	if err != nil || first == nil {
		return err
	}
	return &desk.Error{Kind: desk.Conflict, Text: "This visitor has an unanswered invitation from " + first.OperatorName, Who: first.OperatorName}
}

func moveInvitation(ctx context.Context, tx bun.IDB, e *desk.InvitationMoved) error {
	var n int64
	var err error
	at := millis(e.At)
	switch e.To {
	case desk.InvitationIsDelivered:
		n, err = affected(tx.NewRaw(`/* invitation.delivered */ UPDATE invitation SET delivered = ?, state = CASE WHEN state = 'sent' THEN 'delivered' ELSE state END
			WHERE id = ? AND ended = 0 AND delivered = 0`, at, e.Invitation).Exec(ctx))
	case desk.InvitationIsShown:
		n, err = affected(tx.NewRaw(`/* invitation.shown */ UPDATE invitation SET shown = ?, state = 'shown', delivered = CASE WHEN delivered = 0 THEN ? ELSE delivered END
			WHERE id = ? AND ended = 0 AND shown = 0`, at, at, e.Invitation).Exec(ctx))
	default:
		n, err = affected(tx.NewRaw(`/* invitation.ended */ UPDATE invitation SET ended = ?, state = ?, why = ? WHERE id = ? AND ended = 0`, at, e.To, e.Why, e.Invitation).Exec(ctx))
	}
	if err != nil {
		return err
	}
	if n == 0 {
		return answeredBefore(ctx, tx, e.Invitation)
	}
	if e.To == desk.InvitationIsDeclined {
		_, err = tx.NewRaw(`/* invitation.refused */ UPDATE visit SET refused = 1 WHERE id = (SELECT visit FROM invitation WHERE id = ?)`, e.Invitation).Exec(ctx)
	}
	return err
}

// answeredBefore says how an invitation stands that can't be moved any more.
func answeredBefore(ctx context.Context, tx bun.IDB, id desk.InvitationID) error {
	i, err := readInvitation(ctx, tx, "id = ?", id)
	if err != nil {
		return err
	}
	if i == nil {
		return desk.Errorf(desk.NotFound, "There is no such invitation")
	}
	return &desk.Error{Kind: desk.Conflict, Text: "This invitation has been " + string(i.State), Who: i.OperatorName}
}

func acceptInvitation(ctx context.Context, tx bun.IDB, e *desk.InvitationAccepted) error {
	c := e.Conversation
	if err := lockVisitor(ctx, tx, c.Visitor, c.Site, c.Started); err != nil {
		return err
	}
	at := millis(c.Started)
	n, err := affected(tx.NewRaw(`/* invitation.accepted */ UPDATE invitation SET ended = ?, state = 'accepted', conversation = ?,
			shown = CASE WHEN shown = 0 THEN ? ELSE shown END, delivered = CASE WHEN delivered = 0 THEN ? ELSE delivered END
			WHERE id = ? AND ended = 0`, at, c.ID, at, at, c.Invitation).Exec(ctx))
	if err != nil {
		return err
	}
	if n == 0 {
		return answeredBefore(ctx, tx, c.Invitation)
	}
	if err := beginConversation(ctx, tx, c, e.Lines); err != nil {
		return err
	}
	if _, err := tx.NewRaw(`/* visit.accepted */ UPDATE visit SET refused = 0 WHERE id = ?`, c.Visit).Exec(ctx); err != nil {
		return err
	}
	_, err = tx.NewRaw(`/* visitor.named */ UPDATE visitor SET name = ? WHERE id = ?`, e.Named, c.Visitor).Exec(ctx)
	return err
}

// Invitation implements desk.Store.
func (s *Store) Invitation(ctx context.Context, id desk.InvitationID) (desk.Invitation, error) {
	i, err := readInvitation(ctx, s.db, "id = ?", id)
	if err != nil {
		return desk.Invitation{}, failed("read an invitation", err)
	}
	if i == nil {
		return desk.Invitation{}, desk.Errorf(desk.NotFound, "There is no such invitation")
	}
	return *i, nil
}

// Open implements desk.Store.
func (s *Store) Open(ctx context.Context, id desk.VisitorID) (desk.OpenWith, error) {
	var open desk.OpenWith
	unanswered, err := readInvitation(ctx, s.db, "visitor = ? AND ended = 0", id)
	if err != nil {
		return open, failed("read an invitation", err)
	}
	if unanswered != nil {
		open.Invitation = *unanswered
	}
	waiting, err := s.requests(ctx, "visitor = ? AND ended = 0", id)
	if err != nil {
		return open, failed("read a request", err)
	}
	if len(waiting) > 0 {
		open.Request = waiting[0]
	}
	var talking []conversationRow
	if err := s.db.NewSelect().Model(&talking).Comment("conversation.open").Where("visitor = ? AND ended = 0", id).Limit(1).Scan(ctx); err != nil {
		return open, failed("read a conversation", err)
	}
	if len(talking) > 0 {
		open.Conversation = talking[0].conversation()
	}
	return open, nil
}

// Invitations implements desk.Store.
func (s *Store) Invitations(ctx context.Context, id desk.VisitID) ([]desk.Invitation, error) {
	var rows []invitationRow
	if err := s.db.NewSelect().Model(&rows).Comment("invitation.visit").Where("visit = ?", id).Order("sent DESC").Limit(100).Scan(ctx); err != nil {
		return nil, failed("read invitations", err)
	}
	return invitations(rows), nil
}

func invitations(rows []invitationRow) []desk.Invitation {
	out := make([]desk.Invitation, len(rows))
	for i, r := range rows {
		out[i] = r.invitation()
	}
	return out
}
