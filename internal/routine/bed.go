package routine

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"unhunch/internal/fault"

	"gopkg.in/yaml.v3"
)

// Bed is the background of a session or of a part of it. The zero Bed says nothing
// about it, and leaves what there is.
type Bed struct {
	Sound string     // one of Beds, BedOff, or BedFile
	File  *AudioFile // of BedFile; nil for one that the listener chose
	Level float64    // dB against the voice; 0: as usual
}

// Beds are the names of the backgrounds, those of nature first.
var Beds = []string{"rain", "surf", "stream", "leaves", "fire", "brown", "drone", "chords"}

// BedOff is no background, where there is one around it.
const BedOff = "off"

// BedFile is an audio file of the user's that goes round and round.
const BedFile = "file"

// olderBeds are the names that backgrounds have had.
var olderBeds = map[string]string{"waves": "surf"}

// NameOfBed is the name of a background as it is in Beds, of that or an older name.
func NameOfBed(name string) (bed string, ok bool) {
	if newer := olderBeds[name]; newer != "" {
		return newer, true
	}
	return name, slices.Contains(Beds, name)
}

// The softest and loudest that a file may make a background, in dB: words should
// be understood above it.
const (
	leastBedLevel = -60
	mostBedLevel  = -6
)

// bed reads a background: its name, the path of an audio file, off, or sound and level.
func (r *reader) bed(f field) Bed {
	if !f.given() {
		return Bed{}
	}
	if f.node.Kind != yaml.MappingNode {
		return r.bedSound(f)
	}
	m, _ := r.mapping(f.node, "a bed")
	defer m.close()
	b := r.bedSound(m.require("sound", "write sound: and "+fault.Listed(Beds)))
	if level := m.take("level"); level.given() {
		b.Level = r.level(level, leastBedLevel, mostBedLevel)
	}
	return b
}

// bedSound reads the name of a background. What has a dot or a slash is the path of an
// audio file.
func (r *reader) bedSound(f field) Bed {
	if f.given() && f.node.Kind == yaml.ScalarNode {
		if name, ok := NameOfBed(f.node.Value); ok {
			return Bed{Sound: name}
		}
		if strings.ContainsAny(f.node.Value, `./\`) {
			return Bed{Sound: BedFile, File: r.audioFile(f.as("bed"))}
		}
	}
	return Bed{Sound: oneOf(r, f.as("bed"), append(slices.Clone(Beds), BedOff)...)}
}

var decibels = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// level reads a loudness such as -18dB.
func (r *reader) level(f field, low, high float64) float64 {
	hint := fmt.Sprintf("write a level from %vdB to %vdB, such as -18dB", low, high)
	s, ok := r.scalar(f, "a level", hint, "!!str", "!!int", "!!float")
	if !ok {
		return 0
	}
	number, unit := strings.CutSuffix(s, "dB")
	db, err := strconv.ParseFloat(number, 64)
	switch {
	case !unit || !decibels.MatchString(number) || err != nil:
		r.fault(f.node, hint, "%s must be a level in dB, not %s", f.name, fault.Quote(s))
	case db < low || db > high:
		r.fault(f.node, hint, "%s is %s", f.name, fault.Short(s))
	default:
		return db
	}
	return 0
}
