package main

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unhunch/internal/fault"
	"unhunch/internal/settings"
)

// setCommands are those whose flags are settings; some other commands heed them.
var (
	setCommands  = []string{"play", "breathe", "show", "export"}
	heedSettings = append([]string{"check", "doctor", "voice say"}, setCommands...)
)

// neverSettings are the flags of these commands that are no settings, by what they are for.
var neverSettings = []struct {
	what  string
	flags []string
}{
	{"where a file is written, and what may be lost by it", []string{"output", "dir", "all", "format", "force", "svg", "sheet", "captions", "chapters", "labels", "transcript"}},
	{"what is heard or printed this once", []string{"resume", "ignore-pain", "for", "cycles", "pattern", "rate", "ratio", "side", "scale", "json", "tones", "help"}},
}

// neverSetting says what a flag is for that is no setting, or "".
func neverSetting(name string) string {
	for _, n := range neverSettings {
		if slices.Contains(n.flags, name) {
			return n.what
		}
	}
	return ""
}

// settable are the flags of the commands below root that are settings, by their names.
func settable(root *cobra.Command) map[string]*pflag.Flag {
	all := map[string]*pflag.Flag{}
	for _, name := range setCommands {
		if c, _, err := root.Find([]string{name}); err == nil {
			c.Flags().VisitAll(func(f *pflag.Flag) {
				if neverSetting(f.Name) == "" && !f.Hidden {
					all[f.Name] = f
				}
			})
		}
	}
	return all
}

// setting is what a user always wants.
type setting struct {
	settings.Setting        // without a place if it comes from the environment
	variable         string // that it comes from, or ""
}

// variableOf is the name of a setting in the environment.
func variableOf(key string) string {
	return "UNHUNCH_" + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
}

// settings are those of the environment, and those of the file that have no variable.
// Those that are wrong are told, too.
func (e *env) settings() (all []setting, err error) {
	known := settable(newRoot(e))
	var wrong []error
	for _, key := range slices.Sorted(maps.Keys(known)) {
		text := e.getenv(variableOf(key))
		if text == "" {
			continue
		}
		s := setting{settings.Setting{Key: key, Values: []string{text}}, variableOf(key)}
		if _, several := known[key].Value.(pflag.SliceValue); several {
			s.Values = strings.Split(text, ",")
		}
		all = append(all, s)
		wrong = append(wrong, e.refuse(s))
	}
	file, err := settings.Open(e.getenv)
	if err != nil {
		return all, errors.Join(wrong...) // there is no place for one
	}
	list, err := file.Read()
	wrong = append(wrong, err)
	for _, one := range list {
		s := setting{Setting: one}
		if !slices.ContainsFunc(all, func(a setting) bool { return a.Key == s.Key }) {
			all = append(all, s)
		}
		wrong = append(wrong, e.refuse(s))
	}
	return all, errors.Join(wrong...)
}

// refuse says what is wrong with a setting, at its place.
func (e *env) refuse(s setting) error {
	at, err := s.At, e.checkSetting(s.Key, s.Values)
	if err == nil {
		return nil
	}
	if errors.As(err, new(noSetting)) {
		at = s.Pos
	}
	plainly := func(text string) string { return strings.ReplaceAll(text, "--"+s.Key, s.Key) }
	f := fault.Fault{Pos: at, Message: plainly(err.Error())}
	var hint fault.Hinted
	if errors.As(err, &hint) {
		f.Hint = plainly(hint.Hint)
	}
	if s.variable != "" {
		f.Message = s.variable + ": " + f.Message
	}
	return fault.List{f}
}

// noSetting is an error about a key that is that of no setting.
type noSetting struct{ error }

func (n noSetting) Unwrap() error { return n.error }

// checkSetting refuses what is no setting, and what one cannot be set to.
func (e *env) checkSetting(key string, values []string) error {
	if what := neverSetting(key); what != "" {
		return noSetting{fault.WithHint(errors.New(key+" is never a setting"), "--%s says %s", key, what)}
	}
	known := settable(newRoot(e)) // not those of the command that runs
	flag := known[key]
	if flag == nil {
		hint := orElse(fault.Suggest(key, slices.Collect(maps.Keys(known))), "unhunch config lists all of them")
		return noSetting{fault.WithHint(errors.New("unknown setting "+fault.Quote(key)), "%s", hint)}
	}
	if len(values) == 1 && values[0] == "" {
		return fault.WithHint(errors.New(key+" is empty"), "write a value, or take it out: unhunch config unset %s", key)
	}
	var f sessionFlags
	var pf playFlags
	var x exporter
	fs := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.register(fs)
	f.fit.register(fs)
	pf.register(fs)
	pf.registerQuestions(fs)
	x.registerFile(fs)
	flag = cmp.Or(fs.Lookup(key), flag)
	if err := setFlag(flag, values); err != nil {
		return wrongValue(newRoot(e), flag, strings.Join(values, ","), err)
	}
	return errors.Join(f.check(), pf.check(), x.parse(nil))
}

// setFlag gives a flag its values, and leaves it to the command line to change it.
func setFlag(f *pflag.Flag, values []string) error {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return list.Replace(values)
	}
	if len(values) != 1 {
		return fault.WithHint(errors.New("more than one value"), "write one")
	}
	return f.Value.Set(values[0])
}

// bySetting marks a flag that a setting has set.
const bySetting = "setting"

// given says whether a flag was set, on the command line or by a setting.
func given(f *pflag.Flag) bool { return f != nil && (f.Changed || f.Annotations[bySetting] != nil) }

// useSettings gives a command what the user always wants. A session that goes on is
// that of then, and takes only how it is played.
func (e *env) useSettings(c *cobra.Command) error {
	if !slices.Contains(heedSettings, spelled(c)) {
		return nil
	}
	all, err := e.settings()
	if err != nil && spelled(c) != "doctor" { // which reports it
		return err
	}
	onlyPlaying := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(playFlags).register(onlyPlaying)
	new(playFlags).registerQuestions(onlyPlaying)
	resume := c.Flags().Lookup("resume")
	for _, s := range all {
		flag := c.Flags().Lookup(s.Key)
		if flag == nil || flag.Changed || resume != nil && resume.Changed && onlyPlaying.Lookup(s.Key) == nil {
			continue
		}
		if setFlag(flag, s.Values) != nil {
			continue // told above
		}
		if flag.Annotations == nil {
			flag.Annotations = map[string][]string{}
		}
		flag.Annotations[bySetting] = s.Values
	}
	return nil
}
