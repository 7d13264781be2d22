// Package routines holds the exercises, breathing patterns and routines that
// come with unhunch, as the YAML files of this directory.
package routines

import "embed"

// Files are the routines, with the exercises and patterns folders beside them.
//
//go:embed *.yaml exercises/*.yaml patterns/*.yaml
var Files embed.FS
