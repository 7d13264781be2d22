// Package audio holds the voices that are built in. Each folder is a pack as
// internal/voice reads it; "unhunch voice bake audio/june" makes it again.
package audio

import "embed"

// Packs are the built-in voices: one folder each, named like the voice.
//
//go:embed june otto
var Packs embed.FS
