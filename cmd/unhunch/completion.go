package main

import (
	"io"

	"github.com/spf13/cobra"

	"unhunch/internal/fault"
)

// shells are those that completions are made for.
var shells = []string{"bash", "zsh", "fish", "powershell"}

// newCompletion is the command that prints the completions of a shell.
func newCompletion(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "print the completions for your shell",
		Long: `completion prints a script that teaches a shell to complete the commands and
flags of unhunch. SHELL is ` + fault.Listed(shells) + `.`,
		Example: `  source <(unhunch completion bash)                               for this bash
  unhunch completion bash > /etc/bash_completion.d/unhunch        for every one
  unhunch completion zsh > "${fpath[1]}/_unhunch"
  unhunch completion fish > ~/.config/fish/completions/unhunch.fish
  unhunch completion powershell | Out-String | Invoke-Expression`,
		Args:      takes(1, 1, "one of "+fault.Listed(shells)),
		ValidArgs: shells,
		RunE: func(c *cobra.Command, args []string) error {
			return printCompletion(c.Root(), e.stdout, args[0])
		},
	}
}

func printCompletion(root *cobra.Command, w io.Writer, shell string) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(w, true)
	case "zsh":
		return root.GenZshCompletion(w)
	case "fish":
		return root.GenFishCompletion(w, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(w)
	}
	return wrongUse("there are those for "+fault.Listed(shells), "no completions for %s", fault.Quote(shell))
}
