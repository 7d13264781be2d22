package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unhunch/internal/fault"
	"unhunch/internal/settings"
)

// newConfig is the command for what a user always wants.
func newConfig(e *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "config",
		Short: "what you always want: the voice, the dose and more",
		Long: `config shows every setting, what it is, and whence: from a variable of the
environment, from a line of the file of settings, or as it usually is. The file is
named first.

A setting is called like the flag that it stands for, such as first-side, and its
variable like UNHUNCH_FIRST_SIDE. A flag overrides a variable, and a variable
overrides the file. Settings hold for play, breathe, show, export, check, doctor and
voice say.

` + neverText(),
		Example: `  unhunch config
  unhunch config set voice man
  unhunch config set keys next=j back=J
  unhunch config unset voice
  UNHUNCH_DOSE=low unhunch play`,
		Args: takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error { return e.listSettings(c.Root()) },
	}
	c.AddCommand(newConfigSet(e), newConfigUnset(e))
	return c
}

// neverText tells which flags are no settings.
func neverText() string {
	var b strings.Builder
	b.WriteString("Never settings are:\n")
	for _, n := range neverSettings {
		fmt.Fprintf(&b, "  %s:\n    %s\n", n.what, strings.Join(n.flags, " "))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// listSettings prints all settings. Those that are wrong are told at the end.
func (e *env) listSettings(root *cobra.Command) error {
	file, err := settings.Open(e.getenv)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s%s\n\n", harmless(file.Path), unlessThere(file.Path))
	all, wrong := e.settings()
	known := settable(root)
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	for _, key := range slices.Sorted(maps.Keys(known)) {
		value, whence := usual(known[key]), "usual"
		if i := slices.IndexFunc(all, func(s setting) bool { return s.Key == key }); i >= 0 {
			value, whence = strings.Join(all[i].Values, ", "), all[i].variable
			if whence == "" {
				whence = fmt.Sprintf("line %d", all[i].Line)
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", key, harmless(orElse(value, "-")), whence)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return wrong
}

// usual is the value of a flag that nobody sets.
func usual(f *pflag.Flag) string {
	if f.Value.Type() == "stringSlice" {
		return strings.Trim(f.DefValue, "[]")
	}
	return f.DefValue
}

func newConfigSet(e *env) *cobra.Command {
	c := &cobra.Command{
		Use:               "set KEY VALUE...",
		Short:             "always want something",
		Long:              `set writes a setting to the file, and leaves all else in it as it is. Several values are for the settings that take several.`,
		Example:           "  unhunch config set voice man\n  unhunch config set cues -6dB",
		Args:              takes(2, -1, "a key and a value"),
		ValidArgsFunction: completeSettings,
		RunE: func(c *cobra.Command, args []string) error {
			key, values := args[0], fromAnywhere(args[1:])
			if err := e.checkSetting(key, values); err != nil {
				return usageError{err}
			}
			file, err := settings.Open(e.getenv)
			if err != nil {
				return err
			}
			if err := file.Set(key, values...); err != nil {
				return err
			}
			fmt.Fprintf(e.stderr, "%s is %s, in %s\n", key, harmless(strings.Join(values, ", ")), harmless(file.Path))
			if name := variableOf(key); e.getenv(name) != "" {
				e.warn("%s overrides it: %s", name, e.getenv(name))
			}
			return nil
		},
	}
	c.Flags().SetInterspersed(false) // -6dB is a value
	return c
}

// fromAnywhere makes the paths of files that are there such that they are found from
// any folder.
func fromAnywhere(values []string) []string {
	out := slices.Clone(values)
	for i, v := range values {
		if _, err := os.Stat(v); err != nil || !strings.ContainsAny(v, `./\`) {
			continue
		}
		if path, err := filepath.Abs(v); err == nil {
			out[i] = path
		}
	}
	return out
}

func newConfigUnset(e *env) *cobra.Command {
	return &cobra.Command{
		Use:               "unset KEY",
		Short:             "want no longer what you have set",
		Long:              `unset takes a setting out of the file, and leaves all else in it as it is.`,
		Args:              takes(1, 1, "a key"),
		ValidArgsFunction: completeSettings,
		RunE: func(c *cobra.Command, args []string) error {
			file, err := settings.Open(e.getenv)
			if err != nil {
				return err
			}
			was, err := file.Unset(args[0])
			if err != nil {
				return err
			}
			if !was {
				return fault.WithHint(fmt.Errorf("%s is not in %s", fault.Quote(args[0]), file.Path), "unhunch config lists what is")
			}
			fmt.Fprintf(e.stderr, "%s is taken out of %s\n", harmless(args[0]), harmless(file.Path))
			return nil
		},
	}
}

// completeSettings knows the keys.
func completeSettings(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return slices.Sorted(maps.Keys(settable(c.Root()))), cobra.ShellCompDirectiveNoFileComp
}
