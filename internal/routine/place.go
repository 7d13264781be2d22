package routine

// Place is where a body is: its posture, how it is turned or supported in it, and
// where its hands are. What is empty is not told.
type Place struct {
	Posture Posture
	Turned  Turned
	Hands   Hands
}

// Turned is how a body is turned or supported in its posture.
type Turned string

// The ways to be turned or supported. Sideways is with the side being worked
// toward the backrest of a chair.
const (
	Forward    Turned = "forward" // on nothing but the floor or the seat, facing forward
	Sideways   Turned = "sideways"
	BackToWall Turned = "back-to-wall"
	FaceToWall Turned = "face-to-wall"
	InDoorway  Turned = "in-doorway"
	OnRoller   Turned = "on-roller"
)

// Hands is where the hands are.
type Hands string

// The places of hands.
const (
	HandsFree       Hands = "hands-free"
	HandsOnFloor    Hands = "hands-on-floor" // in front of one who kneels
	HandsOnWall     Hands = "hands-on-wall"  // or on the frame of a door
	HandsBehindHead Hands = "hands-behind-head"
	HandsOnBody     Hands = "hands-on-body" // to feel it breathe
	HandAtNose      Hands = "hand-at-nose"
	ArmsOut         Hands = "arms-out"
	ArmsUp          Hands = "arms-up" // past the head, of one who lies
)

// The words for parts of a place, in the order in which hints list them.
var (
	allTurned = []Turned{Forward, Sideways, BackToWall, FaceToWall, InDoorway, OnRoller}
	allHands  = []Hands{HandsFree, HandsOnFloor, HandsOnWall, HandsBehindHead, HandsOnBody, HandAtNose, ArmsOut, ArmsUp}
)

// In is the plain place of a posture, facing forward with free hands.
func In(p Posture) Place { return Place{p, Forward, HandsFree} }

// With is the place after a change of what to tells.
func (p Place) With(to Place) Place {
	if to.Posture != "" {
		p.Posture = to.Posture
	}
	if to.Turned != "" {
		p.Turned = to.Turned
	}
	if to.Hands != "" {
		p.Hands = to.Hands
	}
	return p
}

// place reads words for parts of a place, one of each kind.
func (r *reader) place(f field) Place {
	var p Place
	words := append(append(namesOf(Postures), namesOf(allTurned)...), namesOf(allHands)...)
	for i, word := range allOf(r, f.as("place"), words...) {
		to := placeOf(word)
		if to.Posture != "" && p.Posture != "" || to.Turned != "" && p.Turned != "" || to.Hands != "" && p.Hands != "" {
			r.fault(r.list(f, true)[i].node, "keep one of them", "one is not %s and at once in another place of its kind", word)
		}
		p = p.With(to)
	}
	return p
}

// placeOf is the part of a place that a word tells.
func placeOf(word string) Place {
	for _, p := range Postures {
		if word == string(p) {
			return Place{Posture: p}
		}
	}
	for _, t := range allTurned {
		if word == string(t) {
			return Place{Turned: t}
		}
	}
	for _, h := range allHands {
		if word == string(h) {
			return Place{Hands: h}
		}
	}
	return Place{}
}
