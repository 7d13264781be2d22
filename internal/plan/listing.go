package plan

import (
	"fmt"
	"strings"
	"time"

	"unhunch/internal/routine"
)

// Listing prints the plan for people: when, what, and in which words. Tones
// are left out unless tones is set.
func (p *Plan) Listing(tones bool) string {
	var b strings.Builder
	seed := ""
	if p.Seed != 0 {
		seed = fmt.Sprintf(", seed %d", p.Seed)
	}
	fmt.Fprintf(&b, "%s  (%s, %s, voice %s%s)\n", p.Title, p.Routine, Clock(p.Frames.Duration()), p.Voice, seed)
	if p.About != "" {
		fmt.Fprintf(&b, "%s\n", p.About)
	}
	chapters := p.Chapters
	breath, breathEnd := 0, Frame(0) // the cycle that has been listed, and where its last phase ended
	for _, e := range p.Events {
		for len(chapters) > 0 && chapters[0].At <= e.At {
			c := chapters[0]
			chapters = chapters[1:]
			if c.Level == 0 {
				fmt.Fprintf(&b, "\n%s  %s  (%s)\n", Clock(c.At.Duration()), c.Title, Clock(c.Frames.Duration()))
			} else {
				fmt.Fprintf(&b, "         -- %s\n", c.Title)
			}
		}
		if e.Kind == KindBreath {
			if e.Rep != breath || e.At != breathEnd {
				fmt.Fprintf(&b, "%9s  %-6s %s\n", tenths(e.At), "breath", p.cycle(e))
			}
			breath, breathEnd = e.Rep, e.End()
			continue
		}
		if e.Kind == KindTone && e.Tone != ToneMissing && !tones {
			continue
		}
		fmt.Fprintf(&b, "%9s  %-6s %s\n", tenths(e.At), e.what(), e.said())
	}
	if len(p.Notes) > 0 {
		b.WriteString("\nNotes\n")
		for _, n := range p.Notes {
			fmt.Fprintf(&b, "  %s\n", n)
		}
	}
	return b.String()
}

// Clock writes a time as m:ss, or h:mm:ss from an hour on.
func Clock(d time.Duration) string {
	s := int64(d.Round(time.Second) / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

func tenths(f Frame) string {
	t := int64(f) * 10 / Rate
	return fmt.Sprintf("%d:%02d.%d", t/600, t/10%60, t%10)
}

func (e Event) what() string {
	switch e.Kind {
	case KindLine:
		if e.File != "" {
			return "play"
		}
		return "say"
	case KindTone:
		return "tone"
	}
	return string(e.Kind)
}

// said is the right-hand part of a line of the listing.
func (e Event) said() string {
	var parts []string
	switch e.Kind {
	case KindLine:
		parts = append(parts, e.Text)
	case KindBed:
		parts = append(parts, e.Sound)
		if e.Level != 0 {
			parts = append(parts, fmt.Sprintf("%v dB", e.Level))
		}
	case KindTone:
		parts = append(parts, string(e.Tone))
		if e.Text != "" {
			parts = append(parts, e.Text)
		}
	default:
		parts = append(parts, fmt.Sprintf("%.1f s", e.Frames.Duration().Seconds()))
		if e.Text != "" {
			parts = append(parts, e.Text)
		}
		if w := e.work(); w != "" {
			parts = append(parts, w)
		}
	}
	if e.File != "" {
		parts = append(parts, e.File)
	}
	if e.Note != "" {
		parts = append(parts, "["+e.Note+"]")
	}
	return strings.Join(parts, "  ")
}

// work says which side, set and repetition a span belongs to.
func (e Event) work() string {
	var parts []string
	if e.Side != routine.NoSide {
		parts = append(parts, string(e.Side))
	}
	if e.Set > 1 {
		parts = append(parts, fmt.Sprintf("set %d", e.Set))
	}
	if e.Rep > 0 {
		parts = append(parts, fmt.Sprintf("repetition %d", e.Rep))
	}
	return strings.Join(parts, ", ")
}

// cycle describes the breath that begins with e.
func (p *Plan) cycle(first Event) string {
	var parts []string
	var length Frame
	for _, e := range p.Events {
		if e.Kind != KindBreath || e.Rep != first.Rep || e.At < first.At || e.At > first.At+length {
			continue
		}
		part := fmt.Sprintf("%s %.1f", e.Phase, e.Frames.Duration().Seconds())
		if e.Side != routine.NoSide {
			part += " " + string(e.Side)
		}
		parts = append(parts, part)
		length += e.Frames
	}
	return fmt.Sprintf("%d: %s", first.Rep, strings.Join(parts, ", "))
}
