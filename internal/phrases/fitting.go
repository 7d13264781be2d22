package phrases

import "strings"

// Fitting tells how a session was made to suit the listener: a sentence of
// clauses.
type Fitting struct {
	Today       string // around all {clauses}
	Sentence    string // where nothing better can be told
	Fewer, More string // repetitions
	Shorter     string // rests
	Longer      string
	There       string // are {such} repetitions and rests
	Out         string // {titles} are left out,
	OutAll      Forms  // or {n} exercises, where they are many
	Swap        string // {title} is done instead of {other}
	Swaps       Forms  // {n} exercises stand for others
	Add         string // {titles} as well
	Moved       string // in another posture
	Easier      string // {titles} hurt the last time, and are done in their easier form
	Doctor      string // when to see one, after an exercise was left out that hurt
	And         string // before the last of several
	AndClause   string // before the last clause
}

// Swap is an exercise in the place of another, by their titles.
type Swap struct{ Title, Instead string }

// Fit is what was made otherwise in a session. Work and Rests are below zero where
// there is less, and above it where there is more.
type Fit struct {
	Work, Rests int
	Out, Added  []string
	Swaps       []Swap
	Places      bool
	Easier      []string
	Hurt        bool // something is left out because it hurt
}

// mostTitles are how many exercises are named in the sentence.
const mostTitles = 3

// Fitting tells how a session was made to suit the listener, in one sentence.
func (b *Book) Fitting(f Fit) string {
	p := b.Fit
	var clauses, such []string
	if f.Work != 0 {
		such = append(such, pick(f.Work < 0, p.Fewer, p.More))
	}
	if f.Rests != 0 {
		such = append(such, pick(f.Rests < 0, p.Shorter, p.Longer))
	}
	if len(such) > 0 {
		clauses = append(clauses, b.fill(p.There, "such", listed(such, p.And)))
	}
	if n := len(f.Swaps); n > 0 {
		clauses = append(clauses, pick(n == 1, b.fill(p.Swap, "title", f.Swaps[0].Instead, "other", f.Swaps[0].Title), b.about(p.Swaps, n)))
	}
	if n := len(f.Out); n > 0 {
		clauses = append(clauses, pick(n <= mostTitles, strings.ReplaceAll(p.Out, "{titles}", listed(f.Out, p.And)), b.about(p.OutAll, n)))
	}
	if len(f.Added) > 0 {
		clauses = append(clauses, strings.ReplaceAll(p.Add, "{titles}", listed(f.Added, p.And)))
	}
	if f.Places {
		clauses = append(clauses, p.Moved)
	}
	if len(f.Easier) > 0 {
		clauses = append(clauses, strings.ReplaceAll(p.Easier, "{titles}", listed(f.Easier, p.And)))
	}
	said := p.Sentence
	if len(clauses) > 0 {
		said = strings.ReplaceAll(p.Today, "{clauses}", listed(clauses, p.AndClause))
	}
	if f.Hurt {
		said += " " + p.Doctor
	}
	return said
}

func pick(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// listed joins parts with commas, and the last one with a word of its own.
func listed(parts []string, and string) string {
	last := len(parts) - 1
	if last == 0 {
		return parts[0]
	}
	return strings.Join(parts[:last], ", ") + and + parts[last]
}
