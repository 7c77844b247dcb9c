package server

import (
	"bufio"
	"context"
	"strconv"
	"strings"
	"time"

	"beckon/desk"
)

// csvRow writes a line of a file for spreadsheets: every cell quoted, none read as a formula (T-22).
func csvRow(out *bufio.Writer, cells ...string) {
	for i, cell := range cells {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('"')
		out.WriteString(strings.ReplaceAll(harmless(cell), `"`, `""`))
		out.WriteByte('"')
	}
	out.WriteString("\r\n")
}

// formula begins are the characters with which a spreadsheet takes a cell for a formula, in their full-width forms too.
const formulaBegins = "=+-@\t\r\n＝＋－＠|%"

// harmless returns a cell's text so that no spreadsheet carries it out: one that begins like a formula gets an apostrophe before it.
func harmless(cell string) string {
	if strings.ContainsRune(formulaBegins, firstOf(strings.TrimLeft(cell, " \u00a0"))) {
		return "'" + cell
	}
	return cell
}

// firstOf returns the first character, one that begins nothing for an empty text.
func firstOf(s string) rune {
	for _, r := range s {
		return r
	}
	return 'x'
}

func exportCSV(ctx context.Context, out *bufio.Writer, sites map[desk.SiteID]string, runs runs) error {
	out.WriteString("\ufeff") // spreadsheets take the file for UTF-8 by it
	csvRow(out, "Conversation", "Begun (UTC)", "Ended (UTC)", "Ended by", "Site", "Visitor", "Visitor ID", "Operator", "Lines", "Stars", "Comment", "Tags")
	return runs(ctx, func(list []desk.Conversation) error {
		for _, c := range list {
			stars := ""
			if c.Rating.Stars > 0 {
				stars = strconv.Itoa(c.Rating.Stars)
			}
			csvRow(out, string(c.ID), csvTime(c.Started), csvTime(c.Ended), string(c.EndedBy), sites[c.Site], c.VisitorName, string(c.Visitor), c.OperatorName,
				strconv.FormatInt(c.LastSeq, 10), stars, c.Rating.Comment, strings.Join(c.Tags, ", "))
		}
		return out.Flush()
	})
}

func csvTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}
