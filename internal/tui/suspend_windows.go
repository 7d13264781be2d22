package tui

// There is no suspending on Windows.

func onSuspend(func()) (off func()) { return func() {} }

func askToSuspend() {}

func suspend() {}
