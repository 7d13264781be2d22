package printed

import (
	"fmt"

	"unhunch/internal/plan"
)

// Chapter is a part of the session; parts holds its sides, sets or phases.
type Chapter struct {
	At, End plan.Frame
	Title   string
	Parts   []Chapter
}

// Chapters nests the plan's chapters. Those of a level follow each other
// without a gap, from the first frame to the last, since players show the
// chapter before a gap or none at all.
func Chapters(p *plan.Plan) []Chapter {
	var all []Chapter
	for _, c := range p.Chapters {
		if c.At >= p.Frames {
			continue
		}
		next := Chapter{At: c.At, End: c.At + c.Frames, Title: c.Title}
		if c.Level > 0 && len(all) > 0 {
			last := &all[len(all)-1]
			last.Parts = append(last.Parts, next)
			continue
		}
		all = append(all, next)
	}
	if len(all) == 0 || all[0].At > 0 {
		all = append([]Chapter{{Title: p.Title}}, all...)
	}
	for i := range all {
		all[i].End = p.Frames
		if i+1 < len(all) {
			all[i].End = all[i+1].At
		}
		parts := all[i].Parts
		for k := range parts {
			parts[k].End = all[i].End
			if k+1 < len(parts) {
				parts[k].End = parts[k+1].At
			}
		}
	}
	return all
}

// Milliseconds is the time of a frame, rounded once.
func Milliseconds(f plan.Frame) int64 {
	const perMS = plan.Rate / 1000
	return (int64(f) + perMS/2) / perMS
}

// Timestamp writes h:mm:ss.mmm with at least two digits of hours, and with this
// point before the milliseconds.
func Timestamp(f plan.Frame, point string) string {
	ms := Milliseconds(f)
	return fmt.Sprintf("%02d:%02d:%02d%s%03d", ms/3600000, ms/60000%60, ms/1000%60, point, ms%1000)
}
