package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type messageRow struct {
	bun.BaseModel `bun:"table:message"`
	Conversation  string
	Seq           int64
	Side          string
	ClientID      string
	Name          string
	Operator      string
	What          string
	Body          string
	Files         []fileJSON
	Sent          int64
}

func rowOfMessage(m desk.Message) messageRow {
	return messageRow{
		Conversation: string(m.Conversation), Seq: m.Seq, Side: string(m.From), ClientID: string(m.ID), Name: m.Name, Operator: string(m.Operator),
		What: string(m.What), Body: m.Text, Files: jsonOfFiles(m.Files), Sent: millis(m.At),
	}
}

func (r messageRow) message() desk.Message {
	return desk.Message{
		Conversation: desk.ConversationID(r.Conversation), Seq: r.Seq, ID: desk.ClientID(r.ClientID), From: desk.Side(r.Side), Name: r.Name,
		Operator: desk.OperatorID(r.Operator), What: desk.What(r.What), Text: r.Body, Files: filesOfJSON(r.Files), At: moment(r.Sent),
	}
}

// recordLine gives a line the next number of its conversation and makes the change it tells, in one transaction.
func recordLine(ctx context.Context, tx bun.IDB, e desk.Numbered) error {
	line := e.NumberedLine()
	c, err := lockConversation(ctx, tx, line.Conversation)
	if err != nil {
		return err
	}
	if m, said := e.(*desk.MessageSent); said {
		if again, err := repeated(ctx, tx, m); again || err != nil {
			return err
		}
	}
	if c.State != desk.ConversationIsOpen {
		return desk.Errorf(desk.Ended, "This chat has ended")
	}
	if err := change(&c, e); err != nil {
		return err
	}
	if err := changeRequest(ctx, tx, c, e); err != nil {
		return err
	}
	if err := changeCall(ctx, tx, e); err != nil {
		return err
	}
	c.LastSeq++
	line.Seq = c.LastSeq
	row := rowOfMessage(*line)
	if _, err := tx.NewInsert().Model(&row).Comment("message.line").Exec(ctx); err != nil {
		return err
	}
	if err := sendFiles(ctx, tx, line.Files, c.Visitor); err != nil {
		return err
	}
	if m, said := e.(*desk.MessageSent); said {
		if err := useCanned(ctx, tx, m.Canned, line.Operator); err != nil {
			return err
		}
	}
	_, err = tx.NewUpdate().Model(rowOfConversation(c)).Comment("conversation.changed").
		Column("state", "hold", "operator", "operator_name", "ended", "ended_by", "last_seq", "operator_got", "operator_read", "spoken", "last_spoke", "asked").Where("id = ?", c.ID).Exec(ctx)
	return err
}

// lockConversation returns a conversation and keeps others from changing it until the transaction ends.
func lockConversation(ctx context.Context, tx bun.IDB, id desk.ConversationID) (desk.Conversation, error) {
	var row conversationRow
	err := tx.NewRaw(`/* conversation.lock */ UPDATE conversation SET last_seq = last_seq WHERE id = ? RETURNING id, visitor, visit, site, invitation, kind, state, hold,
		operator, operator_name, visitor_name, started, ended, ended_by, last_seq, visitor_got, operator_got, spoken, last_spoke, asked, visitor_read, operator_read, stars, comment, rated`, id).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return desk.Conversation{}, desk.Errorf(desk.NotFound, "There is no such conversation")
	}
	return row.conversation(), err
}

// repeated fills a message that is there already; the same id with another text is a Conflict.
func repeated(ctx context.Context, tx bun.IDB, e *desk.MessageSent) (bool, error) {
	m, found, err := messageByID(ctx, tx, e.Line.Conversation, e.Line.From, e.Line.ID)
	if err != nil || !found {
		return false, err
	}
	if !m.Same(e.Line) {
		return true, desk.Errorf(desk.Conflict, "Another message was sent under this id")
	}
	e.Line, e.Repeated = m, true
	return true, nil
}

// change makes the change that a line tells; Conflict when somebody was first.
func change(c *desk.Conversation, e desk.Numbered) error {
	at := e.NumberedLine().At
	switch e := e.(type) {
	case *desk.MessageSent:
		c.LastSpoke, c.Asked = at, false
		if e.Line.From == desk.FromOperator {
			c.Spoken = true
		}
	case *desk.ConversationHeld:
		if c.Hold {
			return desk.Errorf(desk.Conflict, "This chat is on hold already")
		}
		c.Hold = true
	case *desk.ConversationResumed:
		if !c.Hold {
			return desk.Errorf(desk.Conflict, "This chat is not on hold")
		}
		c.Hold, c.LastSpoke, c.Asked = false, at, false
	case *desk.ConversationTaken:
		if c.Operator != e.From {
			return &desk.Error{Kind: desk.Conflict, Text: "This chat is with " + c.OperatorName, Who: c.OperatorName}
		}
		c.Operator, c.OperatorName, c.OperatorGot, c.OperatorRead, c.LastSpoke, c.Asked = e.By, e.ByName, 0, 0, at, false
	case *desk.ConversationReturned:
		if c.Operator != e.From {
			return &desk.Error{Kind: desk.Conflict, Text: "This chat is with " + c.OperatorName, Who: c.OperatorName}
		}
		c.Operator, c.OperatorName, c.Hold = "", "", false
	case *desk.SilenceNoticed:
		if c.Asked {
			return desk.Errorf(desk.Conflict, "They were asked already")
		}
		c.Asked = true
	case *desk.ConversationEnded:
		c.State, c.Ended, c.EndedBy, c.Hold = desk.ConversationIsEnded, at, e.By, false
	}
	return nil
}

func recordReceived(ctx context.Context, tx bun.IDB, e *desk.MessagesReceived) error {
	column := bun.Ident("operator_got")
	if e.By == desk.FromVisitor {
		column = "visitor_got"
	}
	_, err := tx.NewRaw("/* message.received */ UPDATE conversation SET ? = ? WHERE id = ? AND ? < ?", column, e.Seq, e.Conversation, column, e.Seq).Exec(ctx)
	return err
}

// Messages implements desk.Store.
func (s *Store) Messages(ctx context.Context, id desk.ConversationID, after int64, limit int) ([]desk.Message, error) {
	var rows []messageRow
	err := s.db.NewSelect().Model(&rows).Comment("message.list").Where("conversation = ? AND seq > ?", id, after).Order("seq").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, failed("read messages", err)
	}
	out := make([]desk.Message, len(rows))
	for i, r := range rows {
		out[i] = r.message()
	}
	return out, nil
}

// MessageByID implements desk.Store.
func (s *Store) MessageByID(ctx context.Context, id desk.ConversationID, from desk.Side, message desk.ClientID) (desk.Message, bool, error) {
	m, found, err := messageByID(ctx, s.db, id, from, message)
	return m, found, failed("read a message", err)
}

func messageByID(ctx context.Context, tx bun.IDB, id desk.ConversationID, from desk.Side, message desk.ClientID) (desk.Message, bool, error) {
	var row messageRow
	err := tx.NewSelect().Model(&row).Comment("message.byID").Where("conversation = ? AND side = ? AND client_id = ?", id, from, message).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return desk.Message{}, false, nil
	}
	return row.message(), err == nil, err
}
