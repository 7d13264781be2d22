package main

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"unhunch/internal/fault"
	"unhunch/internal/render"
	"unhunch/internal/routine"
	"unhunch/internal/session"
)

// The softest and loudest that a kind of sound can be set, in dB.
const (
	leastDB = -80
	mostDB  = 12
)

// busValue is the value of a flag for one kind of sound: a level such as -6dB
// or off, or, where the kind has variants, the name of one. A flag may be given
// twice, once for each.
type busValue struct {
	name  *string // nil: has no variants
	level *render.Level
	usual float64 // the level that gives a gain of 1, in dB against the voice
}

func (v busValue) String() string {
	if v.name == nil {
		return ""
	}
	return *v.name
}

func (v busValue) Type() string {
	if v.name == nil {
		return "level"
	}
	return "name|level"
}

// GetSlice gives what must be set to have the value again: a name, a level, or
// both.
func (v busValue) GetSlice() []string {
	var out []string
	if v.name != nil && *v.name != "" {
		out = append(out, *v.name)
	}
	switch {
	case v.level.Off:
		out = append(out, "off")
	case v.level.Given:
		out = append(out, strconv.FormatFloat(v.level.DB+v.usual, 'g', -1, 64)+"dB")
	}
	return out
}

// Append sets one more part of the value.
func (v busValue) Append(s string) error { return v.Set(s) }

// Replace sets the value anew.
func (v busValue) Replace(parts []string) error {
	for _, s := range parts {
		if err := v.Set(s); err != nil {
			return err
		}
	}
	return nil
}

// Set takes a level or a name.
func (v busValue) Set(s string) error {
	if s == "off" {
		v.level.Off = true
		return nil
	}
	db, isLevel, err := decibels(s)
	switch {
	case isLevel && err == nil && db >= leastDB && db <= mostDB:
		*v.level = render.Level{DB: db - v.usual, Given: true}
		return nil
	case isLevel && err == nil:
		return fault.WithHint(errors.New("out of range"), "a level is from %ddB to %ddB, or off", leastDB, mostDB)
	case v.name != nil && !isLevel && s != "" && err != nil:
		*v.name = s
		return nil
	}
	return fault.WithHint(errors.New("not a level"), "a level is written like -6dB, or off")
}

// decibels reads a level such as -6dB or -6 db. Unit says whether it has one.
func decibels(s string) (db float64, unit bool, err error) {
	number := strings.TrimSpace(s)
	if n := len(number) - len("dB"); n >= 0 && strings.EqualFold(number[n:], "dB") {
		number, unit = strings.TrimSpace(number[:n]), true
	}
	if db, err = strconv.ParseFloat(number, 64); err == nil && math.IsNaN(db) {
		err = strconv.ErrSyntax
	}
	return db, unit, err
}

// volumeFlag is how loud all of it is, in dB.
type volumeFlag float64

// The softest and loudest that all of it can be set, in dB.
const (
	leastVolume = -40
	mostVolume  = 12
)

func (v *volumeFlag) String() string {
	if *v == 0 {
		return "0"
	}
	return strconv.FormatFloat(float64(*v), 'g', -1, 64) + "dB"
}

func (v *volumeFlag) Type() string { return "level" }

func (v *volumeFlag) Set(s string) error {
	switch db, _, err := decibels(s); {
	case err != nil:
		return fault.WithHint(errors.New("not a level"), "a level is written like -6dB, which is softer, or 3dB")
	case db < leastVolume || db > mostVolume:
		return fault.WithHint(errors.New("out of range"), "--volume takes %ddB to %ddB", leastVolume, mostVolume)
	default:
		*v = volumeFlag(db)
	}
	return nil
}

var _ pflag.SliceValue = busValue{} // so that a session can go on with its levels

// registerLevels adds the flags that choose how loud each kind of sound is,
// against the voice.
func (f *sessionFlags) registerLevels(fs *pflag.FlagSet) {
	fs.Var(busValue{&f.voice, &f.mix.Voice, render.VoiceDB}, "voice", "who speaks: "+voiceNames()+"; or how loud: 0dB, off")
	fs.Var(busValue{nil, &f.mix.Cue, render.CueDB}, "cues", "loudness of the tones: -6dB, off")
	fs.Var(busValue{&f.breath, &f.mix.Breath, render.BreathDB}, "breath", "sound of the breath: "+listedUsual(routine.BreathSounds)+"; or how loud: -8dB, off")
	fs.Var(busValue{nil, &f.mix.BreathTone, 0}, "breath-tone", "loudness of the tone within the breath: -6dB, off")
	fs.Var(busValue{nil, &f.mix.BreathNoise, 0}, "breath-noise", "loudness of the noise within the breath: -6dB, off")
	fs.Var(busValue{&f.bed, &f.mix.Bed, render.BedDB}, "bed", "background: "+bedNames()+"; or how loud: -18dB, off (default what the routine asks for)")
}

// bedNames says what may be heard in the background.
func bedNames() string {
	return fault.Listed(append(slices.Clone(routine.Beds), "an audio file", session.NoBed))
}

// voiceNames says who may speak.
func voiceNames() string {
	return fault.Listed(append(session.Voices(), "woman", "man", "the folder of a pack of your own"))
}
