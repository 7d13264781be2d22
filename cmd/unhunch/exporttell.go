package main

import (
	"fmt"
	"math"

	"unhunch/internal/export"
	"unhunch/internal/plan"
	"unhunch/internal/session"
)

// warn says once what the session will be missing. Several exports may do so at
// the same time.
func (x *exporter) warn(s *session.Session) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.quiet {
		x.env.tellFitted(s)
		x.env.warnVoices(s.Plan)
	}
}

// say reports on standard error, so that standard output holds only what was
// asked for.
func (x *exporter) say(format string, args ...any) {
	if !x.quiet {
		fmt.Fprintln(x.env.stderr, harmlessLine(fmt.Sprintf(format, args...)))
	}
}

// tell reports what was written, and what of its level is not as one would expect.
func (x *exporter) tell(before string, r export.Result) {
	x.say("%s%s", before, describeResult(r))
	const (
		told = 0.5  // LU
		loud = -12. // LUFS in stereo, up to which encoding kept peaks below -1 dBTP
	)
	switch {
	case x.quiet || math.IsInf(r.TruePeak, 0):
	case r.Target == 0 && r.TruePeak > 0:
		x.env.warn("%.1f dB go beyond full scale and are clipped: turn --voice, --cues, --breath or --bed down, or leave out --loudness off", r.TruePeak)
	case r.Target != 0 && math.Abs(r.Integrated-r.Target) > told:
		x.env.warn("%g LUFS could not be reached", r.Target)
	}
	if !x.quiet && r.Lossy && r.Target > loud-3*float64(2-r.Channels) {
		x.env.warn("as loud as this, encoding may have raised peaks above -1 dBTP; wav and flac are exact")
	}
}

// describeResult says in one line what was written.
func describeResult(r export.Result) string {
	s := fmt.Sprintf("%s: %s, %s", r.Path, plan.Clock(r.Frames.Duration()), size(r.Bytes))
	if math.IsInf(r.TruePeak, 0) {
		return s + ", silent"
	}
	what := "words at "
	if r.Wordless {
		what = ""
	}
	s += fmt.Sprintf(", %s%.1f LUFS, true peak %.1f dBTP", what, r.Integrated, r.TruePeak)
	if r.Lossy {
		s += " before encoding"
	}
	if r.Limited {
		s += ", peaks limited"
	}
	return s
}

// size writes a number of bytes in the unit that suits it.
func size(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 1000_000:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	case n < 1000_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.2f GB", float64(n)/1e9)
}
