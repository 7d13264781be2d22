// Package speech has the voices that can say anything: one model, and for each
// voice the few numbers that make it of the model's own.
package speech

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"gopkg.in/yaml.v3"

	"unhunch/internal/speech/neural"
)

// heart is an American woman, made by the command in pack.
//
//go:embed heart.model
var heart []byte

//go:embed voices/*.yaml
var files embed.FS

// Model returns the model of all voices. It is read at the first call.
var Model = sync.OnceValues(func() (*neural.Model, error) { return neural.Load(heart) })

// A Voice is a speaker made of the model's own.
type Voice struct {
	Name     string
	Gender   string // woman or man
	Pace     Paces
	Pitch    float64 // these are as in neural.Voice
	Range    float64
	Envelope float64
	Breath   float64
	Residual float64
}

// Paces are how fast a voice speaks; 1 is the model's own pace, which is hurried.
type Paces struct {
	Plain float64 // instructions
	Calm  float64 // imagery and breathing
	Count float64 // numbers of repetitions, which have to fit into their second
}

func (p Paces) of(m manner) float64 {
	return [...]float64{plain: p.Plain, calm: p.Calm, count: p.Count}[m]
}

func (v Voice) reading(m manner, pace float64) neural.Reading {
	return neural.Reading{Voice: v.speaker(), Pace: v.Pace.of(m) * pace}
}

// check says which number is out of its bounds.
func (v Voice) check() error {
	for m := range count + 1 {
		if p := v.Pace.of(m); !(p >= 0.4 && p <= 2) {
			return fmt.Errorf("a pace is %g: they go from 0.4 to 2", p)
		}
	}
	return v.speaker().Check()
}

func (v Voice) speaker() neural.Voice {
	return neural.Voice{Pitch: v.Pitch, Range: v.Range, Envelope: v.Envelope, Breath: v.Breath, Residual: v.Residual}
}

// Find finds a voice by its name.
func Find(name string) (Voice, error) {
	all, err := Voices()
	if err != nil {
		return Voice{}, err
	}
	for _, v := range all {
		if v.Name == name {
			return v, nil
		}
	}
	return Voice{}, fmt.Errorf("no voice called %q can say any words", name)
}

// Voices returns the voices in the order of their names.
var Voices = sync.OnceValues(func() ([]Voice, error) {
	names, err := fs.Glob(files, "voices/*.yaml")
	if err != nil {
		return nil, err
	}
	var all []Voice
	for _, name := range names {
		v, err := readVoice(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b Voice) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
})

func readVoice(name string) (Voice, error) {
	v := Voice{Pitch: 1, Range: 1, Envelope: 1}
	data, err := files.ReadFile(name)
	if err != nil {
		return v, err
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&v); err != nil {
		return v, err
	}
	if v.Gender != "woman" && v.Gender != "man" {
		return v, fmt.Errorf("gender is %q: woman or man", v.Gender)
	}
	return v, v.check()
}
