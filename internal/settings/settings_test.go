package settings

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"unhunch/internal/fault"
)

func TestOpen(t *testing.T) {
	home := filepath.Join(string(filepath.Separator), "home", "me")
	other := filepath.Join(string(filepath.Separator), "other")
	if filepath.VolumeName(os.TempDir()) != "" { // an absolute path has one
		home, other = `C:\home\me`, `C:\other`
	}
	for _, test := range []struct {
		system string
		env    map[string]string
		want   string
	}{
		{"linux", map[string]string{"HOME": home}, filepath.Join(home, ".config")},
		{"linux", map[string]string{"HOME": home, "XDG_CONFIG_HOME": other}, other},
		{"linux", map[string]string{"HOME": home, "XDG_CONFIG_HOME": "relative"}, filepath.Join(home, ".config")},
		{"darwin", map[string]string{"HOME": home}, filepath.Join(home, "Library", "Application Support")},
		{"windows", map[string]string{"HOME": home, "APPDATA": other}, other},
	} {
		got, err := configFolder(test.system, func(k string) string { return test.env[k] })
		if err != nil || got != test.want {
			t.Errorf("%s with %v: %s, %v", test.system, test.env, got, err)
		}
	}
}

// settingsIn are the settings of a text, in short.
func settingsIn(t *testing.T, text string) string {
	t.Helper()
	list, err := parse("config.yaml", []byte(text))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var out []string
	for _, s := range list {
		out = append(out, s.Pos.String()+" "+s.Key+"="+strings.Join(s.Values, "+"))
	}
	return strings.Join(out, "; ")
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "",
		"# nothing yet\n\n":                    "",
		"voice: man\n":                         "config.yaml:1:1 voice=man",
		"\ufeff# mine\r\nvoice: man # his\r\n": "config.yaml:2:1 voice=man",
		"bed: off\ntip: 3\nplain: true\n":      "config.yaml:1:1 bed=off; config.yaml:2:1 tip=3; config.yaml:3:1 plain=true",
		"keys: [next=j, back=J]\n":             "config.yaml:1:1 keys=next=j+back=J",
		"voice:\n  - man\n  - -3dB\n":          "config.yaml:1:1 voice=man+-3dB",
		"lead: '2s'\n":                         "config.yaml:1:1 lead=2s",
	} {
		if got := settingsIn(t, text); got != want {
			t.Errorf("%q:\n%s\nwant\n%s", text, got, want)
		}
	}
}

func TestFaults(t *testing.T) {
	for text, want := range map[string]string{
		"- voice\n":                         "config.yaml:1:1: the settings must be made of keys, not a list",
		"voice:\n":                          "config.yaml:1:7: voice must be a value, not nothing",
		"# x\nvoice: {name: man}\n":         "config.yaml:2:8: voice must be a value, not keys and values",
		"voice: man\n voice2: x\n":          "config.yaml:2:8: not YAML: mapping values are not allowed in this context",
		"voice: man\nvoice: woman\n":        "config.yaml:2:1: voice is there twice, first on line 1",
		"a: b\n---\nc: d\n":                 "config.yaml:2:1: a second document begins here",
		"a: " + strings.Repeat("x", 70<<10): "config.yaml:1:1: the file is larger than 64 KiB",
	} {
		_, err := parse("config.yaml", []byte(text))
		var faults fault.List
		if !errors.As(err, &faults) || faults[0].String() != want || faults[0].Hint == "" {
			t.Errorf("%.40q:\n%v\nwant\n%s, with a hint", text, err, want)
		}
	}
}

// TestSet: a change leaves all else as somebody wrote it.
func TestSet(t *testing.T) {
	for _, test := range []struct {
		before, key string
		values      []string
		want        string
	}{
		{"", "voice", []string{"man"}, "voice: man\n"},
		{"# mine\n", "voice", []string{"man"}, "# mine\nvoice: man\n"},
		{"dose: low", "voice", []string{"man"}, "dose: low\nvoice: man\n"},
		{"dose: low\r\n", "voice", []string{"man"}, "dose: low\r\nvoice: man\r\n"},
		{"# who\nvoice: woman # hers\n\n# how much\ndose: low\n", "voice", []string{"man"}, "# who\nvoice: man # hers\n\n# how much\ndose: low\n"},
		{"keys:\n  # mine\n  - next=j\ndose: low\n", "keys", []string{"next=m", "back=M"}, "keys: [next=m, back=M]\n  # mine\ndose: low\n"},
		{"voice: dose\ndose: low\n", "dose", []string{"high"}, "voice: dose\ndose: high\n"},
		{"", "bed", []string{"my: rain.wav"}, "bed: \"my: rain.wav\"\n"},
		{"", "bed", []string{"#1.wav"}, "bed: \"#1.wav\"\n"},
		{"", "bed", []string{"null"}, "bed: \"null\"\n"},
		{"", "keys", []string{"next=,", "a"}, "keys: [\"next=,\", \"a\"]\n"},
	} {
		got, err := set("config.yaml", []byte(test.before), test.key, test.values)
		if err != nil || string(got) != test.want {
			t.Errorf("%q with %s %q:\n%q, %v\nwant\n%q", test.before, test.key, test.values, got, err, test.want)
		}
	}
}

func TestUnset(t *testing.T) {
	for _, test := range []struct {
		before, key, want string
		was               bool
	}{
		{"", "voice", "", false},
		{"dose: low\n", "voice", "dose: low\n", false},
		{"# who\nvoice: woman # hers\n# how much\ndose: low\n", "voice", "# who\n# how much\ndose: low\n", true},
		{"dose: low\nvoice:\n- man\n- -3dB", "voice", "dose: low\n", true},
	} {
		got, was, err := unset("config.yaml", []byte(test.before), test.key)
		if err != nil || string(got) != test.want || was != test.was {
			t.Errorf("%q without %s:\n%q, %v, %v\nwant\n%q", test.before, test.key, got, was, err, test.want)
		}
	}
}

// TestOddFiles: a file that says what it says in one line is left alone.
func TestOddFiles(t *testing.T) {
	if got, err := set("config.yaml", []byte("{voice: man, dose: low}\n"), "voice", []string{"woman"}); err == nil {
		t.Errorf("it becomes %q", got)
	}
}

// TestFile: on the disk, through a link of who keeps such files elsewhere.
func TestFile(t *testing.T) {
	dir := t.TempDir()
	f := File{filepath.Join(dir, "new", "config.yaml")}
	if list, err := f.Read(); len(list) > 0 || err != nil {
		t.Fatalf("%v, %v", list, err)
	}
	if err := f.Set("voice", "man"); err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(dir, "kept.yaml")
	if err := os.Rename(f.Path, kept); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(kept, f.Path); err != nil {
		t.Skip(err)
	}
	if err := f.Set("dose", "low"); err != nil {
		t.Fatal(err)
	}
	if was, err := f.Unset("voice"); !was || err != nil {
		t.Errorf("%v, %v", was, err)
	}
	if data, err := os.ReadFile(kept); string(data) != "dose: low\n" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
}

// FuzzSet changes any file: what can be read afterwards is what was there, but for
// the key, and no comment is lost.
func FuzzSet(f *testing.F) {
	for _, text := range []string{"", "# a\nvoice: man # b\n\n# c\ndose: low", "a:\n - b # c\n# d\n - e\n\"voice\": 'x'\n", "voice: >\n  a\n  b\n# c\n", "\ufeffvoice: |\r\n a\r\n", "{voice: a}", "? voice\n: man\n"} {
		f.Add(text, "man")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		before, err := parse("f", []byte(text))
		if err != nil {
			return
		}
		changed, err := set("f", []byte(text), "voice", []string{value})
		if err != nil {
			return
		}
		after, err := parse("f", changed)
		if err != nil {
			t.Fatalf("%q becomes %q: %v", text, changed, err)
		}
		other := func(list []Setting) (out []string) {
			for _, s := range list {
				if s.Key != "voice" {
					out = append(out, s.Key+"="+strings.Join(s.Values, "+"))
				}
			}
			return out
		}
		if !slices.Equal(other(before), other(after)) {
			t.Errorf("%q becomes %q", text, changed)
		}
	})
}
