package routine

import (
	"path"

	"gopkg.in/yaml.v3"
)

// kind is what a file holds.
type kind string

const (
	kindUnknown  kind = ""
	kindRoutine  kind = "routine"
	kindExercise kind = "exercise"
	kindPattern  kind = "pattern"
)

func (k kind) article() string {
	if k == kindExercise {
		return "an exercise"
	}
	return "a " + string(k)
}

// The folders of a library in which files are all of one kind.
var kindFolders = map[kind]string{kindExercise: "exercises", kindPattern: "patterns"}

// kindOfPath is the kind of a file that lies in a folder for files of a kind.
func kindOfPath(name string) kind {
	for k, folder := range kindFolders {
		if path.Dir(name) == folder {
			return k
		}
	}
	return kindUnknown
}

// kindOfFile recognizes what a file holds by its keys.
func kindOfFile(top *yaml.Node) kind {
	switch {
	case has(top, "session"):
		return kindRoutine
	case has(top, "moves", "steps", "posture", "guide", "sides", "sets", "reps"):
		return kindExercise
	case has(top, "ramp", "cycles", "usual", "rates", "warn_beyond", "close"):
		return kindPattern
	case !has(top, "phases"):
		return kindUnknown
	}
	for i := 0; i+1 < len(top.Content); i += 2 {
		if v := top.Content[i+1]; top.Content[i].Value == "phases" && v.Kind == yaml.SequenceNode {
			for _, phase := range v.Content {
				if has(phase, namesOf(BreathKinds)...) {
					return kindPattern
				}
			}
		}
	}
	return kindExercise
}

// has says whether a node is made of keys, one of which is among names.
func has(n *yaml.Node, names ...string) bool {
	if n == nil || n.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i < len(n.Content); i += 2 {
		for _, name := range names {
			if n.Content[i].Value == name {
				return true
			}
		}
	}
	return false
}
