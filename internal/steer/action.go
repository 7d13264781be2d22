package steer

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Action is something that a listener asks for.
type Action string

// The actions. All but the last two have a key of their own.
const (
	PlayPause Action = "pause"  // pause, go on, or end a wait
	Next      Action = "next"   // to the next exercise
	Back      Action = "back"   // to the start of this exercise; again: to the one before
	Again     Action = "repeat" // say the instruction again
	Where     Action = "status" // say where I am
	More      Action = "more"   // fifteen seconds more of this hold or rest
	Skip      Action = "skip"   // to the next side, set or exercise
	Louder    Action = "louder"
	Softer    Action = "softer"
	Voice     Action = "voice"      // louder and softer are for the voice
	Cues      Action = "cues"       // ... for the cues
	Bed       Action = "background" // ... for the background and the breath
	Hurt      Action = "hurt"       // it hurts: stop calmly
	Stop      Action = "stop"       // asked for twice: end
	Help      Action = "help"       // say the keys

	Play  Action = "play-only" // go on, if there is a pause
	Pause Action = "pause-only"
)

// Keys says which action a key asks for. A key is named as bubbletea does:
// "n", "+", "space", "right".
type Keys map[string]Action

// UsualKeys are the keys without any choice of the listener's.
func UsualKeys() Keys {
	return Keys{
		"space": PlayPause, "n": Next, "right": Next, "p": Back, "left": Back,
		"r": Again, "s": Where, "t": More, "k": Skip,
		"+": Louder, "=": Louder, "-": Softer, "1": Voice, "2": Cues, "3": Bed,
		"h": Hurt, "x": Stop, "q": Stop, "?": Help,
	}
}

// Remap reads choices such as "next=j" and gives the keys with them: the usual
// keys of an action go when it is given another one. A choice with an empty key
// switches the action off.
func (k Keys) Remap(choices []string) (Keys, error) {
	out := Keys{}
	for key, a := range k {
		out[key] = a
	}
	cleared := map[Action]bool{}
	given := map[string]Action{}
	for _, c := range choices {
		name, key, ok := strings.Cut(c, "=")
		a := Action(name)
		if !ok || !slices.Contains(k.Actions(), a) {
			return nil, fmt.Errorf("%q is not an action and a key", c)
		}
		if !cleared[a] {
			cleared[a] = true
			for old, b := range out {
				if b == a {
					delete(out, old)
				}
			}
		}
		if key == "" {
			continue
		}
		if !isKey(key) {
			return nil, fmt.Errorf("%q is no key: a letter, a sign, or %s", key, strings.Join(namedKeys, ", "))
		}
		if other, ok := given[key]; ok && other != a {
			return nil, fmt.Errorf("the key %q is given to both %s and %s", key, other, a)
		}
		given[key] = a
	}
	for key, a := range given {
		if b, ok := out[key]; ok && b != a && !cleared[b] {
			return nil, fmt.Errorf("the key %q is already the one for %s", key, b)
		}
		out[key] = a
	}
	return out, nil
}

// namedKeys are the keys that have a name, without what may be held down with them.
var namedKeys = []string{"space", "enter", "tab", "backspace", "esc", "up", "down", "left", "right", "home", "end", "pgup", "pgdown"}

// isKey tells whether a key can be called so: "j", "space", "ctrl+j".
func isKey(key string) bool {
	for _, held := range []string{"ctrl+", "alt+", "shift+"} {
		if rest, ok := strings.CutPrefix(key, held); ok && rest != "" {
			return isKey(rest)
		}
	}
	return utf8.RuneCountInString(key) == 1 || slices.Contains(namedKeys, key)
}

// Actions are the actions that have a key, sorted.
func (k Keys) Actions() []Action {
	var out []Action
	for _, a := range k {
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	slices.Sort(out)
	return out
}

// Of gives the keys of an action, the shortest name first.
func (k Keys) Of(a Action) []string {
	var out []string
	for key, b := range k {
		if a == b {
			out = append(out, key)
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if len(out[i]) != len(out[j]) {
			return len(out[i]) < len(out[j])
		}
		return out[i] < out[j]
	})
	return out
}

// For gives what a key asks for. Where a capital letter has no action of its own, it
// is the small one.
func (k Keys) For(key string) (a Action, known bool) {
	if a, known = k[key]; !known {
		a, known = k[strings.ToLower(key)]
	}
	return a, known
}

// usual tells whether these are the keys that the spoken list names.
func (k Keys) usual() bool {
	u := UsualKeys()
	if len(u) != len(k) {
		return false
	}
	for key, a := range u {
		if k[key] != a {
			return false
		}
	}
	return true
}
