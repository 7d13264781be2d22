package main

import "github.com/spf13/cobra"

// newHelp is the command that explains another one.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]...",
		Short:   "explain a command",
		Example: `  unhunch help voice bake`,
		Args:    takes(0, -1, ""),
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			about, err := named(c.Root(), args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandNames(about), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			about, err := named(c.Root(), args)
			if err != nil {
				return err
			}
			about.InitDefaultHelpFlag() // which is listed, too
			return about.Help()
		},
	}
}

// named gives the command below c that the words name.
func named(c *cobra.Command, words []string) (*cobra.Command, error) {
	for _, word := range words {
		below, _, err := c.Find([]string{word})
		if err != nil || below == c {
			return nil, unknownCommand(c, word)
		}
		c = below
	}
	return c, nil
}

// commandNames are the commands below c that are shown.
func commandNames(c *cobra.Command) []string {
	var names []string
	for _, below := range c.Commands() {
		if below.IsAvailableCommand() {
			names = append(names, below.Name())
		}
	}
	return names
}
