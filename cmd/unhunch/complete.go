package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"unhunch/internal/export"
	"unhunch/internal/plan"
	"unhunch/internal/printed"
	"unhunch/internal/routine"
	"unhunch/internal/session"
)

// A completer gives what may stand where a word begins with so.
type completer = cobra.CompletionFunc

// choice is one of the words that may stand somewhere, and what it means.
func choice(word, about string) cobra.Completion { return cobra.CompletionWithDesc(word, about) }

// completeSessions completes the names of routines, exercises, parts of the body and
// files.
func completeSessions(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	lib := session.Builtin()
	routines, exercises, _ := lib.IDs()
	var out []cobra.Completion
	ids := slices.Concat(routines, exercises)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) { // a routine may go by the name of its exercise
		if r, err := lib.Load(id); err == nil {
			out = append(out, choice(id, r.About))
		}
	}
	for _, p := range routine.Parts {
		out = append(out, choice(string(p), "all that is for the "+strings.ReplaceAll(string(p), "-", " ")))
	}
	return withFiles(out, begun, ".yaml", ".yml")
}

// completePatterns completes the names of breathing patterns, and files of them.
func completePatterns(_ *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return withFiles(patternChoices(), begun, ".yaml", ".yml")
}

func patternChoices() []cobra.Completion {
	lib := session.Builtin()
	_, _, patterns := lib.IDs()
	var out []cobra.Completion
	for _, id := range patterns {
		if p, err := lib.Pattern(id); err == nil {
			out = append(out, choice(id, printed.PhasesText(p)))
		}
	}
	return out
}

// completeShown completes all that can be shown.
func completeShown(c *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	out, how := completeSessions(c, args, begun)
	return append(out, patternChoices()...), how
}

// completeYAML completes files of one's own.
func completeYAML(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return withFiles(nil, begun, ".yaml", ".yml")
}

// withFiles adds the files with an ending, and the folders that lead to some.
func withFiles(out []cobra.Completion, begun string, endings ...string) ([]cobra.Completion, cobra.ShellCompDirective) {
	dir, _ := filepath.Split(begun)
	how := cobra.ShellCompDirectiveNoFileComp
	entries, err := os.ReadDir(filepath.Clean("./" + dir))
	if filepath.IsAbs(dir) {
		entries, err = os.ReadDir(dir)
	}
	if err != nil {
		return out, how
	}
	for _, entry := range entries {
		name := dir + entry.Name()
		switch {
		case strings.HasPrefix(entry.Name(), ".") || !strings.HasPrefix(name, begun):
		case entry.IsDir():
			out = append(out, name+string(filepath.Separator))
			how |= cobra.ShellCompDirectiveNoSpace
		case slices.Contains(endings, strings.ToLower(filepath.Ext(name))):
			out = append(out, name)
		}
	}
	return out, how
}

// words completes one of some words.
func words[S ~string](all ...S) completer {
	var out []cobra.Completion
	for _, word := range all {
		out = append(out, string(word))
	}
	return cobra.FixedCompletions(out, cobra.ShellCompDirectiveNoFileComp)
}

// listOf completes words of a list with commas.
func listOf(one completer) completer {
	return func(c *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		before := begun[:strings.LastIndexByte(begun, ',')+1]
		out, how := one(c, args, begun[len(before):])
		for i := range out {
			out[i] = before + out[i]
		}
		return out, how
	}
}

func completeExercises(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	lib := session.Builtin()
	_, exercises, _ := lib.IDs()
	var out []cobra.Completion
	for _, id := range exercises {
		if e, err := lib.Exercise(id); err == nil {
			out = append(out, choice(id, e.About))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeVoices completes the names of voices, and folders of packs.
func completeVoices(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []cobra.Completion
	for _, name := range session.Voices() {
		out = append(out, choice(name, "a "+session.Gender(name)))
	}
	return append(out, "woman", "man"), cobra.ShellCompDirectiveDefault
}

func completeFormats(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []cobra.Completion
	for _, f := range export.Formats() {
		out = append(out, choice(f.Name, f.About))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completers say what the flags of all commands may be set to, by their names.
func completers() map[string]completer {
	beds := words(append(slices.Clone(routine.Beds), "none")...)
	return map[string]completer{
		"voice":      completeVoices,
		"fallback":   completeVoices,
		"dose":       words(routine.AllDoses...),
		"notice":     words("once", "always", "never"),
		"countdown":  words(routine.Countdowns...),
		"first-side": words(routine.BothSides...),
		"explain":    words(plan.Explains...),
		"words":      words(routine.AllBreathWords...),
		"breath":     words(routine.BreathSounds...),
		"bed": func(c *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
			out, _ := beds(c, args, begun)
			return out, cobra.ShellCompDirectiveDefault // or an audio file
		},
		"for":       words("5m", "8m", "10m", "15m", "20m", "30m"),
		"without":   listOf(completeExercises),
		"only":      listOf(words(routine.Parts...)),
		"posture":   listOf(words(routine.Postures...)),
		"equipment": listOf(words(append([]routine.Equipment{"none"}, routine.AllEquipment...)...)),
		"format":    completeFormats,
		"channels":  words("mono", "stereo"),
		"loudness":  words("podcast", "speech", "broadcast", "streaming", "off"),
		"bits":      words("16", "24"),
		"captions":  listOf(words("vtt", "srt", "lrc")),
		"paper":     words("a4", "letter"),
		"pattern":   cobra.NoFileCompletions,
		"keepalive": words("silence", "tone", "off"),
	}
}

// complete makes the shells complete the values of the flags of all commands.
func complete(c *cobra.Command, all map[string]completer) {
	for name, how := range all {
		if _, own := c.GetFlagCompletionFunc(name); !own && c.Flags().Lookup(name) != nil {
			_ = c.RegisterFlagCompletionFunc(name, how) // fails for a flag that has one, or is not there
		}
	}
	for _, below := range c.Commands() {
		complete(below, all)
	}
}
