package phrases

import "unhunch/internal/routine"

// Getting down and up again, one stage a line. Whoever lies on the back rolls to
// the side, whoever lies on the belly pushes up, and both come to hands and knees
// before they stand.
const (
	downFromStanding = "Come down to the floor slowly, one knee first, with a hand on something firm."
	downFromChair    = "Come down to the floor slowly, one knee first, with a hand on your chair."
	upFromKnees      = "Kneel up, and bring one foot forward. With a hand on your thigh or on a chair, slowly stand up."
	upFromSide       = "Push up with your hands, and come onto your hands and knees."
	rollToSide       = "Bend both knees, and roll onto your side."
	rollIfLying      = "If you are lying down, roll onto your side first."
	ontoHandsKnees   = "Come onto your hands and knees."
	ontoHeels        = "Sit back on your heels."
	ontoBack         = "Lie down on your back."
	ontoFront        = "Lie down on your stomach."
	overToBack       = "Sit to one side, and lie down on your back."
)

var englishPositions = Positions{
	Into: map[routine.Posture]string{
		routine.Standing:  "Come to standing.",
		routine.Seated:    "Sit comfortably on your chair.",
		routine.Kneeling:  "Kneel down, and sit back on your heels.",
		routine.AllFours:  ontoHandsKnees,
		routine.Prone:     ontoFront,
		routine.Supine:    ontoBack,
		routine.AnyAtRest: "Sit or lie down.",
	},
	Ways: map[Way][]string{
		{routine.Standing, routine.Seated}:    {"Sit down on your chair."},
		{routine.Standing, routine.Kneeling}:  {downFromStanding, ontoHeels},
		{routine.Standing, routine.AllFours}:  {downFromStanding, ontoHandsKnees},
		{routine.Standing, routine.AnyAtRest}: {"Sit or lie down."},
		{routine.Seated, routine.Standing}:    {"Come slowly to standing."},
		{routine.Seated, routine.Kneeling}:    {downFromChair, ontoHeels},
		{routine.Seated, routine.AllFours}:    {downFromChair, ontoHandsKnees},
		{routine.Seated, routine.AnyAtRest}:   {"Stay on your chair, or open your eyes and lie down."},

		{routine.Kneeling, routine.Standing}:  {upFromKnees},
		{routine.Kneeling, routine.AllFours}:  {"Come forward onto your hands and knees."},
		{routine.Kneeling, routine.Supine}:    {overToBack},
		{routine.Kneeling, routine.AnyAtRest}: {"Sit or lie down."},
		{routine.AllFours, routine.Standing}:  {upFromKnees},
		{routine.AllFours, routine.Kneeling}:  {ontoHeels},
		{routine.AllFours, routine.Prone}:     {ontoFront},
		{routine.AllFours, routine.Supine}:    {overToBack},
		{routine.AllFours, routine.AnyAtRest}: {"Sit or lie down."},

		{routine.Prone, routine.AllFours}:   {"Slide your hands under your shoulders, and push up onto your hands and knees."},
		{routine.Prone, routine.Supine}:     {"Roll over onto your back."},
		{routine.Prone, routine.AnyAtRest}:  {"Roll onto your back, or sit up slowly, as you like."},
		{routine.Supine, routine.AllFours}:  {rollToSide, upFromSide},
		{routine.Supine, routine.Prone}:     {"Roll over onto your stomach."},
		{routine.Supine, routine.AnyAtRest}: {"Stay on your back, or roll onto your side and sit up."},

		{routine.AnyAtRest, routine.Standing}: {rollIfLying, "Come slowly to standing."},
		{routine.AnyAtRest, routine.Seated}:   {rollIfLying, "Sit up slowly, on your chair."},
		{routine.AnyAtRest, routine.Kneeling}: {"Come slowly onto your knees.", ontoHeels},
		{routine.AnyAtRest, routine.AllFours}: {"Come slowly onto your hands and knees."},
		{routine.AnyAtRest, routine.Prone}:    {ontoFront},
		{routine.AnyAtRest, routine.Supine}:   {ontoBack},
	},
	Need: map[routine.Equipment]string{
		routine.Chair:   "A chair without wheels.",
		routine.Wall:    "A free wall.",
		routine.Doorway: "An open doorway.",
		routine.Mat:     "A carpet, or a mat.",
		routine.Roller:  "A foam roller.",
		routine.Towel:   "A small rolled towel.",
	},
	GoTo: map[routine.Equipment]string{
		routine.Wall:    "Go to the wall.",
		routine.Doorway: "Go to the doorway.",
	},
	Eyes: Eyes{
		Open:  "Open your eyes.",
		Keep:  "Keep your eyes open while you stand.",
		Close: "You may close your eyes.",
		Again: "You may close your eyes again.",
	},
}
