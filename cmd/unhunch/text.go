package main

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// harmless makes text from files safe for a terminal: control characters,
// which could move the cursor or change its colours, are shown as escapes.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || !(unicode.IsControl(r) || unicode.In(r, unicode.Cf)) {
			return r
		}
		return -1
	}, escapeControls(s))
}

func escapeControls(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\u2028' || r == '\u2029' {
			fmt.Fprintf(&b, "\\x%02x", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// clock writes a time as m:ss, or h:mm:ss from an hour on.
func clock(d time.Duration) string {
	s := int64(d.Round(time.Second) / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
