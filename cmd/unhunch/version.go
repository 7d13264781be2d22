package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// newVersion is the command that says which build this is.
func newVersion(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "print the version, the commit and the Go version",
		Args:  takes(0, 0, ""),
		RunE: func(_ *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(e.stdout, thisBuild())
			return err
		},
	}
}

// build says of which source a program was made, and by which compiler. Files
// that are written do not name it: they would differ where the sound does not.
type build struct {
	version, commit string // "" where it is not known
	compiler        string
}

// thisBuild is what the compiler has noted in this program.
func thisBuild() build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{GoVersion: runtime.Version()}
	}
	return buildOf(info)
}

func buildOf(info *debug.BuildInfo) build {
	noted := map[string]string{}
	for _, s := range info.Settings {
		noted[s.Key] = s.Value
	}
	b := build{version: info.Main.Version, commit: noted["vcs.revision"], compiler: info.GoVersion}
	if b.version == "(devel)" {
		b.version = ""
	}
	if when := noted["vcs.time"]; when != "" {
		b.commit += " of " + when
	}
	if noted["vcs.modified"] == "true" {
		b.commit += ", with changes"
	}
	return b
}

func (b build) String() string {
	return fmt.Sprintf("unhunch version %s\ncommit %s\nbuilt with %s for %s/%s\n",
		orElse(b.version, "unknown"), orElse(b.commit, "unknown"), b.compiler, runtime.GOOS, runtime.GOARCH)
}
