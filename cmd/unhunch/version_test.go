package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

// Whoever reports a fault can say which build has it, also where the compiler
// could not find out.
func TestVersionText(t *testing.T) {
	system := runtime.GOOS + "/" + runtime.GOARCH + "\n"
	for _, c := range []struct {
		version, settings, want string
	}{
		{"v1.2.3", "", "unhunch version v1.2.3\ncommit unknown\n"},
		{"", "", "unhunch version unknown\ncommit unknown\n"},
		{"(devel)", "false", "unhunch version unknown\ncommit 99d0de3 of 2026-11-24T18:56:12Z\n"},
		{"v1.2.4-0.2026+dirty", "true", "unhunch version v1.2.4-0.2026+dirty\ncommit 99d0de3 of 2026-11-24T18:56:12Z, with changes\n"},
	} {
		info := &debug.BuildInfo{GoVersion: "go1.99"}
		info.Main.Version = c.version
		if c.settings != "" {
			info.Settings = []debug.BuildSetting{{Key: "vcs.revision", Value: "99d0de3"}, {Key: "vcs.time", Value: "2026-11-24T18:56:12Z"}, {Key: "vcs.modified", Value: c.settings}}
		}
		if got, want := buildOf(info).String(), c.want+"built with go1.99 for "+system; got != want {
			t.Errorf("printed %q, want %q", got, want)
		}
	}
}
