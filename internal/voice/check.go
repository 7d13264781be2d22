package voice

import (
	"cmp"
	"fmt"
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"

	"unhunch/internal/parallel"
	"unhunch/internal/soundfile"
)

// FindingKind is what is wrong with a line of a pack.
type FindingKind string

// The kinds of finding.
const (
	Missing     FindingKind = "missing"      // the script has it, the pack has not
	Unreadable  FindingKind = "unreadable"   // no such file, or one that cannot be decoded
	WrongLength FindingKind = "wrong length" // not as long as pack.yaml says
	Clipped     FindingKind = "clipped"      // peaks are cut off
	TooLoud     FindingKind = "too loud"
	TooQuiet    FindingKind = "too quiet"
	LateStart   FindingKind = "late start" // silence before the first word
	LongCount   FindingKind = "long count" // a count that lasts longer than its second
	Unused      FindingKind = "unused"     // the script has it not, or no line names the file
)

// What a line of anybody's pack may be off by.
const (
	loudnessTolerance = 1.5 // LU
	clippedAbove      = 0.0 // dBTP
	latestStart       = soundfile.Rate / 5
	longestCount      = soundfile.Rate
)

// Finding is one thing that is wrong with a pack.
type Finding struct {
	Kind    FindingKind `json:"kind"`
	Text    string      `json:"text,omitempty"`
	File    string      `json:"file,omitempty"`
	Message string      `json:"message"` // what is wrong, in figures
}

// Harmless says that sessions are as good with the fault as without it.
func (f Finding) Harmless() bool { return f.Kind == Unused }

// Check compares a pack with a script and decodes every recording. Findings
// are ordered by line; what is missing comes first, what is unused last.
func Check(p *Pack, script []ScriptLine) []Finding {
	counts := make(map[string]bool)
	var missing []Finding
	for _, l := range script {
		if _, seen := counts[l.Text]; !seen {
			if _, ok := p.Length(l.Text); !ok {
				missing = append(missing, Finding{Missing, l.Text, "", "has no recording"})
			}
		}
		counts[l.Text] = counts[l.Text] || l.Count
	}
	found := make([][]Finding, len(p.index.Lines))
	parallel.Each(len(p.index.Lines), func(i int) {
		found[i] = checkLine(p, p.index.Lines[i], counts[p.index.Lines[i].Text])
	})
	var unused []Finding
	for _, l := range p.index.Lines {
		if _, ok := counts[l.Text]; !ok {
			unused = append(unused, Finding{Unused, l.Text, l.File, "is not in the script"})
		}
	}
	return slices.Concat(missing, slices.Concat(found...), unused, checkFiles(p))
}

func checkLine(p *Pack, l Line, count bool) []Finding {
	clip, err := p.decode(l)
	if err != nil {
		_, why, _ := strings.Cut(err.Error(), ": ") // the file is told apart from it
		return []Finding{{Unreadable, l.Text, l.File, why}}
	}
	var found []Finding
	add := func(kind FindingKind, format string, args ...any) {
		found = append(found, Finding{kind, l.Text, l.File, fmt.Sprintf(format, args...)})
	}
	if frames := int64(clip.Frames()); frames != l.Frames {
		add(WrongLength, "has %d frames, where %s says %d", frames, PackFile, l.Frames)
	}
	f := Measure(clip)
	if math.IsInf(f.Loudness, -1) {
		add(TooQuiet, "is silent")
		return found
	}
	if f.TruePeak > clippedAbove {
		add(Clipped, "peaks at %+.1f dBTP", f.TruePeak)
	}
	if off := f.Loudness - Target; off > loudnessTolerance {
		add(TooLoud, "is at %.1f LUFS, where %.0f is wanted", f.Loudness, Target)
	} else if off < -loudnessTolerance {
		add(TooQuiet, "is at %.1f LUFS, where %.0f is wanted", f.Loudness, Target)
	}
	if f.Head > latestStart {
		add(LateStart, "begins with %.2f s of silence", float64(f.Head)/soundfile.Rate)
	}
	if sounding := clip.Frames() - f.Tail; count && sounding > longestCount {
		add(LongCount, "is a count and lasts %.2f s", float64(sounding)/soundfile.Rate)
	}
	return found
}

// checkFiles finds the files that no line names.
func checkFiles(p *Pack) []Finding {
	named := map[string]bool{PackFile: true}
	for _, l := range p.index.Lines {
		named[l.File] = true
	}
	sounds := map[string]bool{".flac": true, ".mp3": true, ".ogg": true, ".wav": true}
	var found []Finding
	entries, err := fs.ReadDir(p.fsys, p.dir)
	if err != nil {
		return nil // the recordings that are needed have been read
	}
	for _, e := range entries {
		if !e.IsDir() && sounds[path.Ext(e.Name())] && !named[e.Name()] {
			found = append(found, Finding{Unused, "", e.Name(), "is named by no line"})
		}
	}
	slices.SortFunc(found, func(a, b Finding) int { return cmp.Compare(a.File, b.File) })
	return found
}
