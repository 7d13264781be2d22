//go:build race

package audio

// Sample is which share of the recordings is listened to: decoding is ten
// times slower under the race detector.
const Sample = 20
