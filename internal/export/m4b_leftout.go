//go:build nolgpl

package export

import "fmt"

// aacFormats is empty: this build leaves out what is under the LGPL.
func aacFormats() []Format { return nil }

// leftOut says that a format is missing from this build only.
func leftOut(name string) error {
	if name == "m4b" || name == "m4a" {
		return fmt.Errorf("this build of unhunch leaves out %s, whose encoder is under the LGPL", name)
	}
	return nil
}
