package plan

import (
	"strings"
	"time"

	"unhunch/internal/routine"
)

// The words that the program says by itself, around those of the routines.
// They are short, so that they fit between movements, and none is a single
// syllable that could be taken for another.

var smallNumbers = strings.Fields(`zero one two three four five six seven eight nine ten eleven twelve
	thirteen fourteen fifteen sixteen seventeen eighteen nineteen`)

var tens = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")

// number spells 0 to 999.
func number(n int) string {
	switch {
	case n < 20:
		return smallNumbers[n]
	case n < 100 && n%10 == 0:
		return tens[n/10]
	case n < 100:
		return tens[n/10] + "-" + smallNumbers[n%10]
	case n%100 == 0:
		return smallNumbers[n/100] + " hundred"
	default:
		return smallNumbers[n/100] + " hundred and " + number(n%100)
	}
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] + "." }

// The numbers that are recorded. Beyond them a line falls back to a shorter one.
const (
	mostCounted   = 60 // repetitions, and minutes left
	mostExercises = 12 // in "Exercise three of twelve."
	mostAlone     = 30 // in "Exercise thirty.", "Repetition thirty."
	mostSets      = 6
	mostReps      = 20 // in "Twenty times."
)

func countPhrase(n int) string { return sentence(number(n)) }

const (
	lastPhrase    = "Last one."
	halfwayPhrase = "Halfway."
)

// BreathingTitle is the title of a pattern that the listener makes on the spot.
const BreathingTitle = "Breathing"

func exercisePhrase(n, of int) routine.Line {
	alone := "Exercise " + number(n)
	return routine.Line{Text: alone + " of " + number(of) + ".", Short: alone + "."}
}

func setPhrase(n, of int) routine.Line {
	alone := "Set " + number(n)
	return routine.Line{Text: alone + " of " + number(of) + ".", Short: alone + "."}
}

func roundPhrase(n, of int) routine.Line {
	alone := "Round " + number(n)
	return routine.Line{Text: alone + " of " + number(of) + ".", Short: alone + "."}
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return number(n) + " times"
}

// dosePhrases tell how much work an exercise is; each says that the number is
// for each of several phases.
func dosePhrases(sets, reps int, sides routine.Sides, each bool) []string {
	var lines []string
	if sets > 1 {
		lines = append(lines, sentence(number(sets)+" sets"))
	}
	switch {
	case sides == routine.SidesNone && reps > 1 && each:
		lines = append(lines, sentence(times(reps)+" each"))
	case sides == routine.SidesNone && reps > 1:
		lines = append(lines, sentence(times(reps)))
	case sides != routine.SidesNone && reps > 1:
		lines = append(lines, sentence(times(reps)+" on each side"))
	case sides != routine.SidesNone:
		lines = append(lines, "Once on each side.")
	}
	return lines
}

func secondsWords(d time.Duration) string {
	n := int(d.Round(time.Second) / time.Second)
	switch {
	case n == 1:
		return "one second"
	case n == 60:
		return "one minute"
	case n%60 == 0 && n > 0:
		return number(n/60) + " minutes"
	case n < 1000:
		return number(n) + " seconds"
	}
	return "a while"
}

func holdPhrase(d time.Duration) string { return "Hold for " + secondsWords(d) + "." }
func restPhrase(d time.Duration) routine.Line {
	return routine.Line{Text: "Rest for " + secondsWords(d) + ".", Short: "Rest a moment."}
}

// sidePhrase names a side.
func sidePhrase(s routine.Side) string { return sentence(string(s) + " side") }

func firstSidePhrase(s routine.Side) routine.Line {
	return routine.Line{Text: "The " + string(s) + " side first.", Short: sidePhrase(s)}
}

func nextSidePhrase(s routine.Side) routine.Line {
	return routine.Line{Text: "Now the " + string(s) + " side.", Short: sidePhrase(s)}
}

var posturePhrases = map[routine.Posture]string{
	routine.Standing:  "Come to standing.",
	routine.Seated:    "Sit down on your chair.",
	routine.Kneeling:  "Kneel down, and sit back on your heels.",
	routine.AllFours:  "Come onto your hands and knees.",
	routine.Prone:     "Lie down on your front.",
	routine.Supine:    "Lie down on your back.",
	routine.AnyAtRest: "Sit or lie down, as you like.",
}

var equipmentPhrases = map[routine.Equipment]string{
	routine.Chair:   "You need a chair.",
	routine.Wall:    "You need a free wall.",
	routine.Doorway: "You need an open doorway.",
	routine.Mat:     "You need a mat, or a soft floor.",
	routine.Roller:  "You need a foam roller.",
	routine.Towel:   "You need a small rolled towel.",
}

var placePhrases = map[routine.Equipment]string{
	routine.Wall:    "Go to the wall.",
	routine.Doorway: "Go to the doorway.",
}

func minutesPhrase(d time.Duration) routine.Line {
	n := int((d + 30*time.Second) / time.Minute)
	switch {
	case n < 1:
		return routine.Line{}
	case n == 1:
		return routine.Line{Text: "About one minute."}
	}
	return routine.Line{Text: "About " + number(n) + " minutes."}
}

var noticeLines = []string{
	"If your pain is strong or has lasted long, talk to a doctor or a therapist first.",
	"Move gently, and stop if anything hurts.",
}

var closingAdvice = "If pain stays, or gets worse with these exercises, talk to a doctor."

const (
	openingHave  = "Have it within reach."
	openingAll   = "Have it all within reach."
	getUpLine    = "Roll onto your side first, and get up slowly."
	legendGo     = "You begin on the long tone."
	legendHold   = "This tone means hold."
	legendLetGo  = "And this one means let go."
	closingWords = "That was your session."
	closingCalm  = "Take a moment before you get up."
)

// tips close a session in turn, one at a time.
var tips = []string{
	"A tip for today. Bring your screen up to the height of your eyes.",
	"A tip for today. Sit back, and let the chair carry your back.",
	"A tip for today. Lift your phone toward your eyes, and keep your neck long.",
	"A tip for today. Stand up and walk a little once every hour.",
	"A tip for today. Keep your keyboard close, and your elbows by your sides.",
	"A tip for today. Rest both feet on the floor when you sit.",
	"A tip for today. Now and then, notice if your shoulders have crept up.",
	"A tip for today. A few gentle minutes every day do more than one long hour.",
}

// NoticeText is the safety notice and the closing advice, as a reader sees them.
func NoticeText() string {
	return strings.Join(append(append([]string{}, noticeLines...), closingAdvice), " ")
}

// HurtLines are said when the listener stops because something hurts.
func HurtLines() []string {
	return []string{
		"All right, let us stop here.",
		"Come back to rest, slowly, and breathe normally.",
		closingAdvice,
	}
}

// Phrase is a text that a voice needs.
type Phrase struct {
	Text  string
	Count bool // a bare number, to be spoken fast enough for its second
}

// Phrases are all the texts that the program says by itself.
func Phrases() []Phrase {
	var out []Phrase
	add := func(texts ...string) {
		for _, t := range texts {
			out = append(out, Phrase{Text: t})
		}
	}
	line := func(l routine.Line) {
		add(l.Text)
		if l.Short != "" {
			add(l.Short)
		}
	}
	for n := 1; n <= mostCounted; n++ {
		out = append(out, Phrase{Text: countPhrase(n), Count: true})
	}
	for of := 2; of <= mostExercises; of++ {
		for n := 1; n <= of; n++ {
			add(exercisePhrase(n, of).Text)
		}
	}
	for n := 1; n <= mostAlone; n++ {
		add(exercisePhrase(n, n).Short)
	}
	for of := 2; of <= mostSets; of++ {
		for n := 1; n <= of; n++ {
			line(setPhrase(n, of))
			line(roundPhrase(n, of))
		}
		add(dosePhrases(of, 1, routine.SidesNone, false)...)
	}
	for n := 1; n <= mostReps; n++ {
		add(dosePhrases(1, n, routine.SidesNone, false)...)
		add(dosePhrases(1, n, routine.SidesNone, true)...)
		add(dosePhrases(1, n, routine.SidesEach, false)...)
	}
	for _, s := range recordedSpans {
		add(holdPhrase(s))
		line(restPhrase(s))
	}
	for _, s := range []routine.Side{routine.Left, routine.Right} {
		line(firstSidePhrase(s))
		line(nextSidePhrase(s))
	}
	for _, p := range []routine.Posture{routine.Standing, routine.Seated, routine.Kneeling, routine.AllFours, routine.Prone, routine.Supine, routine.AnyAtRest} {
		add(posturePhrases[p])
	}
	for _, e := range []routine.Equipment{routine.Chair, routine.Wall, routine.Doorway, routine.Mat, routine.Roller, routine.Towel} {
		add(equipmentPhrases[e])
		if place, ok := placePhrases[e]; ok {
			add(place)
		}
	}
	for n := 1; n <= mostCounted; n++ {
		add(minutesPhrase(time.Duration(n) * time.Minute).Text)
	}
	add(titleLine(BreathingTitle), lastPhrase, halfwayPhrase, openingHave, openingAll, getUpLine, legendGo, legendHold, legendLetGo, closingWords, closingCalm, closingAdvice)
	add(breathTexts()...)
	add(noticeLines...)
	add(tips...)
	add(HurtLines()...)
	add(answerTexts()...)
	return distinct(out)
}

// recordedSpans are the hold and rest lengths that have a recording; others
// are not announced in seconds.
var recordedSpans = func() []time.Duration {
	var out []time.Duration
	for _, s := range []int{2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 45, 50, 60, 90, 120} {
		out = append(out, time.Duration(s)*time.Second)
	}
	return out
}()

func distinct(in []Phrase) []Phrase {
	seen := map[string]bool{}
	var out []Phrase
	for _, p := range in {
		if !seen[p.Text] {
			seen[p.Text] = true
			out = append(out, p)
		}
	}
	return out
}
