//go:build race

package audio

// sample is which share of the recordings is listened to: decoding is ten
// times slower under the race detector.
const sample = 20
