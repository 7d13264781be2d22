package tui

// onSuspend has nothing to do: there is no suspending on Windows.
func onSuspend(func() bool, func()) (stop func()) { return func() {} }

func suspendSelf() {}
