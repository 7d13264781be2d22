//go:build !noalsa

package play

// newCard gives the backend for machines without a sound server.
func newCard() Backend { return &otoBackend{name: "ALSA"} }
