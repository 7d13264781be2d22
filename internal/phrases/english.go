package phrases

import (
	"strings"

	"unhunch/internal/routine"
)

// English is what the program says in English. The sentences are short, so that
// they fit between movements, and none is a single syllable that could be taken
// for another.
var English = &Book{
	Language: "en",
	Number:   englishNumber,
	Plural: func(n int) Form {
		switch n {
		case 1:
			return One
		case 2:
			return Two // for "twice"
		}
		return Other
	},
	Stops: ".?!",

	Opening: Opening{
		Length:    Forms{One: "About one minute.", Other: "About {n} minutes."},
		Doctor:    "If your pain is severe or lasting, talk to a doctor first.",
		Gently:    "Move gently, and stop if anything hurts.",
		Go:        "Begin on the long tone.",
		GoAndHold: "Begin on the long tone, and let go when one falls.",
		Until:     "Let go when you hear a tone fall.",
		Hold:      "This tone means hold.",
		LetGo:     "Let go on the falling tone.",
		Needs:     "Here is what you need.",
		Fetch:     "Pause me while you fetch it.",
	},

	Closing: Closing{
		Done:   Forms{One: "One exercise, done.", Other: "{N} exercises, done."},
		Breath: Forms{One: "One minute of breathing.", Other: "{N} minutes of breathing."},
		Thanks: []string{
			"Thank you for taking this time.",
			"Thank you for making time for yourself.",
			"You made time for this today. Thank you.",
		},
		Easy: []string{
			"Take one more easy breath, in and out.",
			"One more slow breath, in and out.",
			"Breathe in once more, and let it go.",
		},
		Wake: "Move your fingers and your toes.",
		Eyes: "When you are ready, open your eyes.",
		Tips: []string{
			"A tip for today. Bring your screen up to the height of your eyes.",
			"A tip for today. Sit back, and let the chair carry your back.",
			"A tip for today. Lift your phone toward your eyes, and keep your neck long.",
			"A tip for today. Stand up and walk a little once every hour.",
			"A tip for today. Keep your keyboard close, and your elbows by your sides.",
			"A tip for today. Rest both feet on the floor when you sit.",
			"A tip for today. Now and then, notice if your shoulders have crept up.",
			"A tip for today. A few gentle minutes every day do more than one long hour.",
		},
		Advice: "If pain stays, or gets worse with these exercises, talk to a doctor.",
		Calm:   "Take a moment before you get up.",
	},

	Course: Course{
		Exercise: routine.Line{Text: "Exercise {n} of {of}.", Short: "Exercise {n}."},
		Set:      routine.Line{Text: "Set {n} of {of}.", Short: "Set {n}."},
		Round:    routine.Line{Text: "Round {n} of {of}.", Short: "Round {n}."},

		Instead: "Rest instead, until you hear this sound.",

		Sets:      Forms{One: "One set.", Other: "{N} sets."},
		Reps:      Forms{One: "Once.", Two: "Twice.", Other: "{N} times."},
		RepsEach:  Forms{One: "Once each.", Two: "Twice each.", Other: "{N} times each."},
		RepsASide: Forms{One: "Once on each side.", Two: "Twice on each side.", Other: "{N} times on each side."},

		Opening:   "Opening",
		Closing:   "Closing",
		SetTitle:  "Set {n}",
		SideTitle: "{side} side",
		Joint:     ", ",

		Breathing:  "Breathing",
		SoundCheck: "Sound check",
	},

	Counting: Counting{
		Count:    "{N}.",
		Last:     "Last one.",
		More:     Forms{Other: "{N} more."},
		Halfway:  "Halfway.",
		HalfRest: "That is half of your rest.",
		Hold:     "Hold for {time}.",
		Rest:     routine.Line{Text: "Rest for {time}.", Short: "Rest a moment."},
		Seconds:  Forms{One: "one second", Other: "{n} seconds"},
		Minutes:  Forms{One: "one minute", Other: "{n} minutes"},
		While:    "a while",
	},

	Sides: Sides{
		Left:  "left",
		Right: "right",
		This:  "{Side} side.",
		First: routine.Line{Text: "The {side} side first.", Short: "{Side} side."},
		Next:  routine.Line{Text: "Now the {side} side.", Short: "{Side} side."},
	},

	Positions: englishPositions,

	Breathing: Breathing{
		Words: map[routine.BreathKind]string{
			routine.BreathIn:    "Breathe in.",
			routine.BreathTopUp: "And a little more.",
			routine.BreathHold:  "Hold here.",
			routine.BreathOut:   "Breathe out.",
			routine.BreathEmpty: "Rest here.",
		},
		On: map[routine.Direction]string{
			routine.Filling:  "And in.",
			routine.Emptying: "And out.",
		},
		Reminders: []string{
			"Let your belly be soft.",
			"Let your shoulders sink.",
			"If your mind has wandered, come back to the sound.",
			"Small and quiet breaths are enough.",
			"Let your jaw be loose.",
			"If it gets too much, breathe as you like for a while.",
			"Let your hands be heavy.",
			"Let the sound carry you.",
		},
		Last:   "Last breath.",
		Gently: "Breathe gently, without effort.",
		Safety: []string{
			"Never do this in or near water, or while driving.",
			"If you feel dizzy, breathe normally.",
		},
		Holds: routine.Line{
			Text: "Leave out the holds if pregnant, or with heart, blood pressure, lung, " +
				"seizure, eye or panic problems, unless your doctor agrees.",
			Short: "Leave out the holds if they do not suit you.",
		},
	},

	Answers: Answers{
		Paused:  "The session is paused.",
		More:    "Fifteen seconds more.",
		Longer:  "A little longer.",
		NotHere: "That does not work here.",
		Again:   "Once more to stop.",
		Voice:   "The voice.",
		Cues:    "The cues.",
		Bed:     "The background.",
		Waiting: "Take your time, and press a key when you are ready.",
		Keys: []string{
			"Space pauses, and goes on.",
			"N for the next exercise, P to go back.",
			"R says it again, S says where you are.",
			"T gives fifteen seconds more, K skips ahead.",
			"Plus and minus change the volume.",
			"One, two or three before them is for the voice, the cues, or the background.",
			"Press H if it hurts.",
			"X twice, to stop.",
		},
		OwnKeys: "Your own keys are on the screen.",
		Hurt: []string{
			"All right, let us stop here.",
			"Come back to rest, slowly, and breathe normally.",
		},
		HowBad:       "How bad is it? Press a number from zero to nine.",
		AnyPain:      "Does anything hurt now? Press zero for not at all, up to nine.",
		HowHard:      "And how hard was it? Press zero for very easy, up to nine.",
		Noted:        "Thank you. I have noted it.",
		Rep:          "Repetition {n}.",
		Of:           "Out of {n}.",
		Next:         "Up next.",
		LastExercise: "This is the last exercise.",
		Left:         Forms{One: "One minute left.", Other: "{N} minutes left."},
		AboutLeft:    Forms{Other: "About {n} minutes left."},
		Last:         "Less than a minute left.",
		LongLeft:     "More than an hour left.",
	},

	Fit: Fitting{
		Today:    "Today {clauses}.",
		Sentence: "Today less is explained.",
		Fewer:    "fewer repetitions", More: "more repetitions",
		Shorter: "shorter rests", Longer: "longer rests",
		There:  "there are {such}",
		Out:    "we leave out {titles}",
		OutAll: Forms{Other: "we leave out {n} exercises"},
		Swap:   "we do {title} in place of {other}",
		Swaps:  Forms{Other: "{n} exercises stand in for others"},
		Add:    "we add {titles}",
		Moved:  "some exercises are done in another position",
		Easier: "we take the easier form of {titles}",
		Doctor: "If the pain stays, see a doctor.",
		And:    " and ", AndClause: ", and ",
	},

	Sheet: Sheet{
		Position: "Get ready", Moves: "What to do", Dose: "How much", Feel: "Where you feel it", Easier: "Easier",
		Harder: "Harder", Breathing: "Breathing", Care: "Be careful", Why: "What it is for", End: "To finish",
		Needs:     "You need",
		Each:      "Do all of it on the {side} side, then on the {other} side.",
		Alternate: "Change sides every time. Begin on the {side} side.",
		Keep:      "Keep on for {time}.",
		RestSets:  "Rest for {time} between sets.",
		RestReps:  "Rest for {time} in between.",
		For:       "Do this for {time}.",
		Rest:      "Rest for {time}.",
		Phase:     Forms{One: "{text}: {n} second.", Other: "{text}: {n} seconds."},
		Ramp:      "Breathe slower and slower, from {from} to {to} breaths a minute.",
		Rounds:    Forms{Two: "Do this twice, down to the line:", Other: "Do this {n} times, down to the line:"},
		Again:     "Once more, as above.",
		Listen:    "Listen to {title}.",
		Continued: "{title}, continued",
	},
}

var smallNumbers = strings.Fields(`zero one two three four five six seven eight nine ten eleven twelve
	thirteen fourteen fifteen sixteen seventeen eighteen nineteen`)

var tens = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")

func englishNumber(n int) string {
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
		return smallNumbers[n/100] + " hundred and " + englishNumber(n%100)
	}
}
