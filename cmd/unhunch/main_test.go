package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// commands are the programs that tests start: this one, under other names.
var commands = map[string]func(){
	"unhunch": main,
	"say":     say,
}

func TestMain(m *testing.M) {
	if _, script := commands[filepath.Base(os.Args[0])]; !script { // nobody's settings
		os.Setenv("XDG_CONFIG_HOME", filepath.Join(os.TempDir(), "unhunch-none"))
	}
	testscript.Main(m, commands)
}

// TestScripts drives the real command: what it prints, its exit status, and
// what it leaves behind.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":  wantStatus,
			"damage":  damageFile,
			"hostile": writeHostileFiles,
			"noparts": findNoParts,
		},
		Condition: func(cond string) (bool, error) {
			if cond != "race" {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			return underRace, nil
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_STATE_HOME", env.WorkDir+"/state")
			env.Setenv("XDG_CACHE_HOME", env.WorkDir+"/cache")
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/config")
			return nil
		},
	})
}

// noRaces leaves out, under the race detector, a test in which goroutines do nothing
// together that they do not do in another one: it would take ten times as long, and
// nothing more could be found.
func noRaces(t *testing.T) {
	t.Helper()
	if underRace {
		t.Skip("other tests seek these races")
	}
}

// wantStatus runs a command that ends with an exit status: status 2 unhunch nosuch.
func wantStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status NUMBER COMMAND [ARGUMENT]...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if want := args[0]; fmt.Sprint(got) != want {
		ts.Fatalf("exit status %d, want %s", got, want)
	}
}

// findNoParts fails if an unfinished file lies in the folder.
func findNoParts(ts *testscript.TestScript, neg bool, args []string) {
	files, err := os.ReadDir(ts.MkAbs("."))
	ts.Check(err)
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".part") {
			ts.Fatalf("%s was left behind", f.Name())
		}
	}
}

// damageFile changes a byte in the middle of a file.
func damageFile(ts *testscript.TestScript, neg bool, args []string) {
	data := []byte(ts.ReadFile(args[0]))
	data[len(data)/2] ^= 0x55
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o666))
}

// writeHostileFiles makes the files that are too large or too strange to keep
// beside a script.
func writeHostileFiles(ts *testscript.TestScript, neg bool, args []string) {
	write := func(name string, data []byte) {
		ts.Check(os.WriteFile(ts.MkAbs(name), data, 0o666))
	}
	write("empty.yaml", nil)
	write("binary.yaml", []byte{0x7f, 'E', 'L', 'F', 0, 1, 2, 3, 0xff, 0xfe})
	write("deep.yaml", []byte(strings.Repeat("[", 10000)))
	write("nested.yaml", []byte("title: Deep\nsession:\n- "+strings.Repeat("{repeat: 2, steps: [", 1000)))
	write("huge.yaml", append([]byte("a: &a [x]\n"), bytes.Repeat([]byte("b: [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"), 250_000)...))
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 10; i++ {
		prev := string(rune('0' + i - 1))
		bomb.WriteString("a" + string(rune('0'+i)) + ": &a" + string(rune('0'+i)) + " [" + strings.Repeat("*a"+prev+", ", 9) + "*a" + prev + "]\n")
	}
	write("bomb.yaml", []byte(bomb.String()))
	write("noise.mp3", bytes.Repeat([]byte{0xff, 0xfb, 0x90, 0x64, 0x37, 0x91}, 5000))
}
