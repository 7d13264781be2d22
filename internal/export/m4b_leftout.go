//go:build nolgpl

package export

// aacFormats is empty: this build leaves out what is under the LGPL.
func aacFormats() []Format { return nil }
