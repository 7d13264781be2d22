package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unhunch/internal/fault"
	"unhunch/internal/session"
)

// usageError is a wrong use of the command line.
type usageError struct{ error }

func (u usageError) Unwrap() error { return u.error }

// wrongUse is a wrong use of the command line, and what to do instead.
func wrongUse(hint, format string, args ...any) error {
	return usageError{fault.WithHint(fmt.Errorf(format, args...), "%s", hint)}
}

// seeHelp is the hint where nothing better is known.
func seeHelp(c *cobra.Command) string { return "see " + c.CommandPath() + " --help" }

// spelled is the name of a command as it is typed after the program's.
func spelled(c *cobra.Command) string {
	return strings.TrimPrefix(c.CommandPath(), c.Root().Name()+" ")
}

// takes checks how many arguments a command is given; most is -1 for any number.
// What says, as in "one routine", what a command needs or takes no more of.
func takes(least, most int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return wrongUse(seeHelp(c), "%s needs %s", spelled(c), what)
		case most == 0 && len(args) > 0:
			return wrongUse(seeHelp(c), "%s takes no arguments, but was given %s", spelled(c), fault.Quote(args[0]))
		case most > 0 && len(args) > most:
			return wrongUse(seeHelp(c), "%s takes %s, not %d", spelled(c), what, len(args))
		}
		return nil
	}
}

// first is the first of the arguments, or "".
func first(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}

// group makes a command of one that has only commands below it: alone it shows
// its help.
func group(c *cobra.Command) *cobra.Command {
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknownCommand(c, args[0])
		}
		return nil
	}
	c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	return c
}

// unknownCommand refuses a word that is no command below c, and names the one
// that was meant, or that plays what the word is the name of.
func unknownCommand(c *cobra.Command, word string) error {
	hint := fault.Suggest(word, commandNames(c))
	if !c.HasParent() {
		if player := playedBy(word); player != "" {
			hint = fmt.Sprintf("%s %s %s plays it", c.Name(), player, word)
		}
		return wrongUse(orElse(hint, seeHelp(c)), "unknown command %s", fault.Quote(word))
	}
	return wrongUse(orElse(hint, seeHelp(c)), "unknown command %s of %s", fault.Quote(word), spelled(c))
}

// playedBy names the command that plays what is called so, or "".
func playedBy(name string) string {
	routines, exercises, patterns := session.Builtin().IDs()
	switch {
	case isPattern(name):
		return "breathe"
	case slices.Contains(routines, name), slices.Contains(exercises, name), slices.Contains(patterns, name):
		return "play"
	case session.IsPath(name) && isFile(name):
		return "play"
	}
	return ""
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// flagError says in our words what is wrong with the flags of a command.
func flagError(c *cobra.Command, err error) error {
	if args := c.Flags().Args(); c.HasSubCommands() && len(args) > 0 {
		return unknownCommand(c, args[0]) // whose flags can't be known either
	}
	var unknown *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var value *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(c, unknown)
	case errors.As(err, &empty):
		return wrongUse(seeHelp(c), "--%s needs a value", empty.GetFlag().Name)
	case errors.As(err, &value):
		return wrongValue(c, value.GetFlag(), value.GetValue(), value.Unwrap())
	case errors.As(err, &syntax):
		return wrongUse(seeHelp(c), "%s is no flag", fault.Quote(syntax.GetSpecifiedFlag()))
	}
	return usageError{fault.WithHint(err, "%s", seeHelp(c))}
}

func unknownFlag(c *cobra.Command, err *pflag.NotExistError) error {
	name := err.GetSpecifiedName()
	if letters := err.GetSpecifiedShortnames(); letters != "" {
		if flag := c.Flags().Lookup(letters); flag != nil {
			return wrongUse("did you mean --"+letters+"?", "unknown flag -%s", letters)
		}
		return wrongUse(seeHelp(c), "unknown flag -%s", name)
	}
	var known []string
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			known = append(known, "--"+f.Name)
		}
	})
	return wrongUse(orElse(fault.Suggest("--"+name, known), seeHelp(c)), "unknown flag --%s", name)
}

// wrongValue refuses what a flag cannot be set to.
func wrongValue(c *cobra.Command, flag *pflag.Flag, value string, err error) error {
	what, hint := err.Error(), seeHelp(c)
	if value == "" {
		return wrongUse(seeHelp(c), "--%s needs a value", flag.Name)
	}
	var advice fault.Hinted
	tooLarge := errors.Is(err, strconv.ErrRange)
	switch kind := flag.Value.Type(); {
	case errors.As(err, &advice):
		hint = advice.Hint
	case kind == "duration":
		what, hint = "not a length of time", "write it like 90s, 5m or 1m30s"
	case tooLarge:
		what, hint = "out of range", seeHelp(c)
	case kind == "int":
		what, hint = "not a whole number", "write it like 12"
	case kind == "float64":
		what, hint = "not a number", "write it like 5.5"
	case kind == "bool":
		what, hint = "neither true nor false", fmt.Sprintf("--%[1]s alone switches it on, --%[1]s=false off", flag.Name)
	case kind == "stringSlice":
		what, hint = "not a list", "put commas between the parts"
	}
	return wrongUse(hint, "--%s %s: %s", flag.Name, value, what)
}
