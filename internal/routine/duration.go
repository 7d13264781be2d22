package routine

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	timeForm   = regexp.MustCompile(`^(-?)(?:(\d{1,4})h)?(?:(\d{1,6})m)?(?:(\d{1,7})(?:\.(\d{1,3}))?s)?$`)
	bareNumber = regexp.MustCompile(`^\d{1,7}(\.\d{1,3})?$`)
	clockForm  = regexp.MustCompile(`^(\d{1,4}):(\d\d)$`)
	wordedTime = regexp.MustCompile(`(?i)^(\d+(?:\.\d+)?)\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)\.?$`)
	millis     = regexp.MustCompile(`^(\d{1,6})\s*ms$`)
)

const timeHint = "write it like 5s, 1m30s or 2.5s"

// parseTime reads a time such as 5s, 1m30s, 2.5s or 1h. A minus sign is read
// too, so that the fault can say that the time is negative. When it cannot, ok
// is false and the hint says how to write it.
func parseTime(s string) (d time.Duration, hint string, ok bool) {
	m := timeForm.FindStringSubmatch(s)
	if m == nil || m[2]+m[3]+m[4] == "" {
		return 0, hintForTime(s), false
	}
	whole := func(digits string) time.Duration {
		n, _ := strconv.ParseInt("0"+digits, 10, 64)
		return time.Duration(n)
	}
	fraction := whole((m[5] + "000")[:3]) * time.Millisecond
	d = whole(m[2])*time.Hour + whole(m[3])*time.Minute + whole(m[4])*time.Second + fraction
	if m[1] == "-" {
		d = -d
	}
	return d, "", true
}

// hintForTime guesses which time was meant.
func hintForTime(s string) string {
	if bareNumber.MatchString(s) {
		return "write " + s + "s"
	}
	if m := clockForm.FindStringSubmatch(s); m != nil {
		minutes, _ := strconv.Atoi(m[1])
		seconds, _ := strconv.Atoi(m[2])
		return "write " + formatTime(time.Duration(minutes)*time.Minute+time.Duration(seconds)*time.Second)
	}
	if m := millis.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		return "write " + formatTime(time.Duration(n)*time.Millisecond)
	}
	if m := wordedTime.FindStringSubmatch(s); m != nil {
		unit := strings.ToLower(m[2][:1])
		if d, err := time.ParseDuration(m[1] + unit); err == nil && d <= MaxSession {
			return "write " + formatTime(d.Round(time.Millisecond))
		}
	}
	return timeHint
}

// formatTime writes a time the way that files do: 5s, 1m30s, 2.5s, 1h.
func formatTime(d time.Duration) string {
	s := d.String()
	switch {
	case d == 0:
		return "0s"
	case d > -time.Second && d < time.Second:
		return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s"
	case strings.HasSuffix(s, "h0m0s"):
		return strings.TrimSuffix(s, "0m0s")
	case strings.HasSuffix(s, "m0s"):
		return strings.TrimSuffix(s, "0s")
	}
	return s
}
