package desk

import (
	"context"
	"strings"
)

// Variables in what operators write (S-11): whatever is written between two % and known is replaced by its value when it is sent.

// fill replaces the variables of a text in one pass; an unknown %word% stays as it is.
func fill(text string, values map[string]string) string {
	var b strings.Builder
	for {
		start := strings.IndexByte(text, '%')
		if start < 0 {
			break
		}
		end := strings.IndexByte(text[start+1:], '%')
		if end < 0 {
			break
		}
		word := text[start+1 : start+1+end]
		value, known := values[word]
		if !known { // the second % may open a variable of its own
			b.WriteString(text[:start+1])
			text = text[start+1:]
			continue
		}
		b.WriteString(text[:start])
		b.WriteString(value)
		text = text[start+1+end+1:]
	}
	b.WriteString(text)
	return b.String()
}

// variables are the values of S-11 for an operator who writes to a visit.
func (l *live) variables(o *operator, v *visit) map[string]string {
	out := map[string]string{"name": o.PublicName(), "visitor": l.settings.DefaultVisitorName, "page": "", "site": ""}
	if v != nil {
		if v.Name != "" {
			out["visitor"] = v.Name
		}
		out["page"] = v.Title
		if v.Title == "" {
			out["page"] = v.URL
		}
		if s := l.sites[v.Site]; s != nil {
			out["site"] = s.Name
		}
	} else {
		var first SiteID // the same one every time
		for id, s := range l.sites {
			if first == "" || id < first {
				first, out["site"] = id, s.Name
			}
		}
	}
	return out
}

// variablesOfTalk are the values of S-11 for an operator who writes in a conversation; its visitor may be away.
func (l *live) variablesOfTalk(o *operator, c Conversation) map[string]string {
	values := l.variables(o, l.byVisitor[c.Visitor])
	values["visitor"], values["site"] = c.VisitorName, l.siteName(c.Site)
	return values
}

// variablesOfReply are the values of S-11 for an operator who answers a message; it was left on no page in particular.
func (l *live) variablesOfReply(o *operator, m OfflineMessage) map[string]string {
	values := l.variables(o, nil)
	values["site"] = l.siteName(m.Site)
	if m.Name != "" {
		values["visitor"] = m.Name
	}
	return values
}

// PreviewInvitation returns the text as the visitor would read it; without a visitor, as an example.
func (d *Desk) PreviewInvitation(by Actor, to VisitorID, text string) (string, error) {
	return d.preview(by, text, func(o *operator) map[string]string { return d.live.variables(o, d.live.byVisitor[to]) })
}

// PreviewMessage returns the text of an operator's message as the visitor would read it. NotFound, Forbidden, TooLarge.
func (d *Desk) PreviewMessage(ctx context.Context, by Actor, id ConversationID, text string) (string, error) {
	if err := by.may(Communicate); err != nil {
		return "", err
	}
	c, err := d.StoredConversation(ctx, id)
	if err != nil {
		return "", err
	}
	return d.preview(by, text, func(o *operator) map[string]string { return d.live.variablesOfTalk(o, c) })
}

// PreviewReply returns the text of a reply as it would be read. NotFound, Forbidden, TooLarge.
func (d *Desk) PreviewReply(ctx context.Context, by Actor, id OfflineID, text string) (string, error) {
	if err := by.may(Communicate); err != nil {
		return "", err
	}
	m, err := d.store.OfflineMessage(ctx, id)
	if err != nil {
		return "", err
	}
	return d.preview(by, text, func(o *operator) map[string]string { return d.live.variablesOfReply(o, m) })
}

// preview fills a text for the eyes of who writes it; values is called under the lock.
func (d *Desk) preview(by Actor, text string, values func(o *operator) map[string]string) (string, error) {
	if len(text) > 4*MaxMessage {
		return "", Errorf(TooLarge, "The text is too long: at most %d characters", MaxMessage)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	o := d.live.operators[by.ID]
	if o == nil {
		return "", notFound("operator")
	}
	return fill(cleanText(text), values(o)), nil
}
