// Package noise gives numbers that look random and are a function of a number, such
// as that of a frame, so that a sound is the same from wherever it is begun.
package noise

// At stirs every bit of x into every bit of what it gives (splitmix64).
func At(x uint64) uint64 {
	z := (x + 1) * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
