package printed

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"unhunch/internal/pdf"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/routines"
)

// onPaper is a text of a sheet, where it stands on its page, in points from below.
type onPaper struct {
	page              int
	x, y, size, right float64
	bold              bool
	text              string
}

// read reads a sheet as a viewer does.
func read(t *testing.T, data []byte) (all []onPaper) {
	t.Helper()
	text := regexp.MustCompile(`BT \S+ g /F(\d) (\S+) Tf (\S+) (\S+) Td \((.*)\) Tj ET`)
	for page, stream := range strings.Split(string(data), "stream\n")[1:] {
		for _, m := range text.FindAllStringSubmatch(stream, -1) {
			number := func(s string) float64 {
				v, err := strconv.ParseFloat(s, 64)
				if err != nil {
					t.Fatal(err)
				}
				return v
			}
			p := onPaper{page: page / 2, bold: m[1] == "1", size: number(m[2]), x: number(m[3]), y: number(m[4])}
			p.text = strings.NewReplacer(`\(`, "(", `\)`, ")", `\\`, `\`).Replace(m[5])
			font := pdf.Regular
			if p.bold {
				font = pdf.Bold
			}
			p.right = p.x + float64(pdf.Width(font, int(p.size*pdf.Point), p.text))/pdf.Point
			all = append(all, p)
		}
	}
	return all
}

// TestSheets: on every sheet all is said, within the margins, with the notice first, a
// number on each page, and no heading at the foot of one.
func TestSheets(t *testing.T) {
	lib := routine.Library{Folders: []routine.Folder{{FS: routines.Files}}}
	names, exercises, patterns := lib.IDs()
	for _, name := range slices.Concat(names, exercises, patterns) {
		for _, paper := range Papers {
			r := sheetRoutine(t, lib, name)
			p := &plan.Plan{Title: r.Title, About: r.About, Language: "en", Frames: 600 * plan.Rate}
			data, missing := Sheet(r, p, paper, SheetOptions{})
			if len(missing) > 0 {
				t.Errorf("%s: the fonts do not have %q", name, string(missing))
			}
			checkSheet(t, name+" on "+paper.Name, read(t, data), paper, sheetBlocks(r, p, SheetOptions{}), plan.OnlyBreath(r))
		}
	}
}

var update = flag.Bool("update", false, "write the listings of sheets anew")

// TestSheetText: what stands on a sheet, as files to read.
func TestSheetText(t *testing.T) {
	lib := routine.Library{Folders: []routine.Folder{{FS: os.DirFS("testdata/sheet")}}}
	r, err := lib.Load("evening")
	if err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]SheetOptions{"usual": {}, "other": {Dose: routine.DoseLow, First: routine.Left, SkipOptional: true}} {
		p := &plan.Plan{Title: r.Title, About: r.About, Language: "en", Frames: 600 * plan.Rate}
		data, _ := Sheet(r, p, Papers[0], o)
		var got strings.Builder
		before := onPaper{y: -1}
		for _, w := range read(t, data) {
			if w.y == before.y {
				got.WriteString(" | " + w.text)
			} else {
				fmt.Fprintf(&got, "%s%*s%s", map[bool]string{true: "", false: "\n"}[before.y < 0], int(w.x-54)/6, "", w.text)
			}
			before = w
		}
		got.WriteString("\n")
		path := filepath.Join("testdata", name+".sheet.txt")
		if *update {
			if err := os.WriteFile(path, []byte(got.String()), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(path); err != nil || string(want) != got.String() {
			t.Errorf("%s is another sheet now (%v); go test ./internal/printed -update writes it anew:\n%s", path, err, &got)
		}
	}
}

// TestSheetOfMuch: what is longer than a page goes on with its heading, also where words
// are long, and titles, and there is much between exercises.
func TestSheetOfMuch(t *testing.T) {
	long := strings.Repeat("Sit tall and easy, (if you) like. ", 12)
	e := &routine.Exercise{ID: "long", Title: strings.Repeat("A long title ", 8) + strings.Repeat("W", 60), Posture: routine.Seated,
		Sets: routine.Count{Default: 2}, Reps: routine.Count{Default: 1}, Guide: "A1"}
	for range 40 {
		e.Setup = append(e.Setup, routine.Line{Text: long + strings.Repeat("m", 90) + "."})
	}
	e.Phases = []routine.Phase{{Moves: []routine.Move{{Say: routine.Line{Text: "Reach."}}}}}
	r := &routine.Routine{Title: e.Title, Steps: []routine.Step{routine.Do{Exercise: e}, routine.Rest{For: time.Minute},
		routine.Repeat{Times: 3, Steps: []routine.Step{routine.Do{Exercise: e}, routine.Say{Line: routine.Line{Text: long}}}}}}
	p := &plan.Plan{Title: r.Title, About: long, Language: "en"}
	few := &routine.Exercise{ID: "few", Title: "Few", Setup: []routine.Line{{Text: long}, {Text: long}}}
	rounds := []routine.Step{routine.Repeat{Times: 3, Steps: []routine.Step{routine.Do{Exercise: few}}}}
	for _, paper := range Papers {
		for n := range 30 { // wherever on the page it comes
			above := &routine.Routine{Title: "Above", Steps: slices.Concat(slices.Repeat([]routine.Step{routine.Rest{For: time.Minute}}, n), rounds)}
			data, _ := Sheet(above, &plan.Plan{Title: "Above", Language: "en"}, paper, SheetOptions{})
			checkSheet(t, fmt.Sprint(paper.Name, " below ", n), read(t, data), paper, nil, false)
		}
		data, _ := Sheet(r, p, paper, SheetOptions{})
		all := read(t, data)
		checkSheet(t, paper.Name, all, paper, nil, false)
		text, body := "", ""
		for _, p := range all {
			if text += p.text + " "; p.size == 11 {
				body += p.text + " "
			}
		}
		for _, want := range []string{"Rest for one minute.", "Do this three times, down to the line:", "Two sets.", "Once more, as above.", "continued"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not on the sheet", want)
			}
		}
		if got := strings.Count(body, strings.TrimSpace(long[:34])); got != 41*12+12 {
			t.Errorf("a sentence is there %d times, want %d", got, 41*12+12)
		}
	}
}

func sheetRoutine(t *testing.T, lib routine.Library, name string) *routine.Routine {
	t.Helper()
	if r, err := lib.Load(name); err == nil {
		return r
	}
	if e, err := lib.Exercise(name); err == nil {
		return &routine.Routine{Title: e.Title, Steps: []routine.Step{routine.Do{Exercise: e}}}
	}
	p, err := lib.Pattern(name)
	if err != nil {
		t.Fatal(err)
	}
	return &routine.Routine{Title: p.Title, Steps: []routine.Step{routine.Breathe{Pattern: p}}}
}

func checkSheet(t *testing.T, name string, all []onPaper, paper Paper, blocks []block, breath bool) {
	t.Helper()
	const margin = 54
	pages := all[len(all)-1].page + 1
	var words []string
	for i, p := range all {
		if p.x < margin || p.right > float64(paper.width)/100-margin+0.01 || p.y < 30 || p.y > float64(paper.height)/100-margin {
			t.Errorf("%s, page %d: outside of the margins: %+v", name, p.page+1, p)
		}
		last := i+1 == len(all) || all[i+1].page != p.page
		if last && p.text != fmt.Sprintf("%d / %d", p.page+1, pages) {
			t.Errorf("%s: page %d of %d ends with %q", name, p.page+1, pages, p.text)
		}
		heads := p.size == 14 || strings.HasPrefix(p.text, "Do this three")
		if heads && (i+4 >= len(all) || all[i+4].page != p.page) {
			t.Errorf("%s, page %d: %q is at the foot", name, p.page+1, p.text)
		}
		words = append(words, p.text)
	}
	text := strings.Join(words, " ")
	if notice := (&plan.Plan{}).Phrases().Notice(); !breath && !strings.Contains(text, notice) {
		t.Errorf("%s: no notice", name)
	}
	for _, b := range blocks {
		for _, r := range b.rows {
			if !strings.Contains(text, r.text) {
				t.Errorf("%s: %q is not there as a whole", name, r.text)
			}
		}
		if !strings.Contains(text, b.title) {
			t.Errorf("%s: %q is not there", name, b.title)
		}
	}
}
