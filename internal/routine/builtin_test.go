package routine_test

import (
	"testing"

	"unhunch/internal/routine"
	"unhunch/routines"
)

// builtIn is the library of the files that come with unhunch.
var builtIn = routine.Library{Folders: []routine.Folder{{FS: routines.Files}}}

// A fault here means that a file which everyone has cannot be used.
func TestBuiltInFilesHaveNoFaults(t *testing.T) {
	ids, exercises, patterns := builtIn.IDs()
	if len(ids) == 0 || len(exercises) == 0 || len(patterns) == 0 {
		t.Fatalf("IDs gave %d routines, %d exercises, %d patterns", len(ids), len(exercises), len(patterns))
	}
	for _, id := range ids {
		if _, err := builtIn.Load(id); err != nil {
			t.Errorf("routine %s:\n%v", id, err)
		}
	}
	for _, id := range exercises {
		if _, err := builtIn.Exercise(id); err != nil {
			t.Errorf("exercise %s:\n%v", id, err)
		}
	}
	for _, id := range patterns {
		if _, err := builtIn.Pattern(id); err != nil {
			t.Errorf("pattern %s:\n%v", id, err)
		}
	}
}

// Without these, a shorter session and one for the neck leave an exercise out.
func TestBuiltInExercisesSayWhatTheyAreFor(t *testing.T) {
	_, exercises, _ := builtIn.IDs()
	for _, id := range exercises {
		if e, err := builtIn.Exercise(id); err == nil && (len(e.Parts) == 0 || e.Purpose == "") {
			t.Errorf("%s is for %v, to %q", id, e.Parts, e.Purpose)
		}
	}
}
