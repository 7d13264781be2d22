package session

import (
	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/voice"
)

// Texts are what a voice must say: all texts of what is built in, or, where
// files are named, those of the routines in them.
func Texts(files ...string) ([]voice.ScriptLine, error) {
	script := plan.NewScript(phrases.English)
	var err error
	if len(files) == 0 {
		err = addBuiltin(script)
	}
	for _, file := range files {
		if err == nil {
			err = addFile(script, file)
		}
	}
	if err != nil {
		return nil, err
	}
	return scriptLines(script.Phrases()), nil
}

func scriptLines(all []phrases.Phrase) []voice.ScriptLine {
	lines := make([]voice.ScriptLine, len(all))
	for i, p := range all {
		lines[i] = voice.ScriptLine{Text: p.Text, Count: p.Count, Calm: p.Calm}
	}
	return lines
}

func addFile(script *plan.Script, path string) error {
	f, err := OpenFile(path)
	if err != nil {
		return err
	}
	if err := f.Check(); err != nil {
		return err
	}
	r, err := f.Routine()
	if err != nil {
		return err
	}
	script.AddRoutine(r)
	return nil
}

func addBuiltin(script *plan.Script) error {
	script.AddOwn()
	lib := Builtin()
	routines, exercises, patterns := lib.IDs()
	for _, id := range routines {
		r, err := lib.Load(id)
		if err != nil {
			return err
		}
		script.AddRoutine(r)
	}
	for _, id := range exercises {
		x, err := lib.Exercise(id)
		if err != nil {
			return err
		}
		script.AddExercise(x)
	}
	for _, id := range patterns {
		p, err := lib.Pattern(id)
		if err != nil {
			return err
		}
		script.AddPattern(p)
	}
	return nil
}
