//go:build race

package main

// underRace says that the tests are run with the race detector.
const underRace = true
