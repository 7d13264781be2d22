package main

import (
	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/voice"
)

// scriptTexts are the texts that a voice must say: those of all that is built
// in, or, where files are named, those of the files.
func scriptTexts(files []string) ([]voice.ScriptLine, error) {
	script := plan.NewScript(phrases.English)
	if len(files) == 0 {
		if err := addBuiltin(script); err != nil {
			return nil, err
		}
	}
	for _, file := range files {
		lib, folder, base, err := openFolder(file)
		if err != nil {
			return nil, err
		}
		if err := lib.Check(folder, base); err != nil {
			return nil, err
		}
		r, err := lib.LoadFile(folder, base)
		if err != nil {
			return nil, err
		}
		script.AddRoutine(r)
	}
	var lines []voice.ScriptLine
	for _, p := range script.Phrases() {
		lines = append(lines, voice.ScriptLine{Text: p.Text, Count: p.Count})
	}
	return lines, nil
}

func addBuiltin(script *plan.Script) error {
	script.AddOwn()
	lib := builtin()
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
