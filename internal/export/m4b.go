//go:build !nolgpl

package export

import (
	"context"
	"io"

	aac "github.com/tphakala/go-aac"

	"unhunch/internal/plan"
)

// aacFormats are the formats whose encoder is under the LGPL. The build tag
// nolgpl leaves them out.
func aacFormats() []Format {
	rate := [2]int{64000, 96000}
	return []Format{
		{Name: "m4b", About: "audiobook in AAC, for phones and podcast players", Lossy: true, rate: rate, room: room{1, 0.2}, brand: "M4B ", media: audiobook, check: checkAAC, open: openM4B},
		{Name: "m4a", About: "the same, filed as music", Lossy: true, rate: rate, room: room{1, 0.2}, brand: "M4A ", check: checkAAC, open: openM4B},
	}
}

const audiobook = 2 // as a kind of media

// leftOut says that a format is missing from this build only. None is.
func leftOut(string) error { return nil }

// m4b encodes to AAC and writes an MP4 file.
type m4b struct {
	parts  *aacParts
	frame  [][]float32 // the AAC frame under way
	filled int
}

// leastAAC is the lowest bitrate of a channel: below it, the encoder fails on some
// sounds, and a voice is not worth hearing.
const leastAAC = 16000

func checkAAC(j *job) error {
	if j.bitrate() < leastAAC*j.opt.Channels {
		return wrongChoice("%s takes at least %dk in mono and %dk in stereo", j.format.Name, leastAAC/1000, 2*leastAAC/1000)
	}
	return nil
}

func openM4B(ctx context.Context, w io.WriteSeeker, j *job) (encoder, error) {
	parts, err := newAACParts(ctx, aacConfig(j.opt.Channels, j.bitrate()))
	if err != nil {
		return nil, err
	}
	units := int((j.plan.Frames+aac.FrameSize-1)/aac.FrameSize) + 1
	out, err := newMP4(w, j, mp4Audio{
		config: parts.config, delay: aac.EncoderDelay, unit: aac.FrameSize,
		units: units, most: 768 * j.opt.Channels, bitrate: j.bitrate(),
	})
	if err != nil {
		return nil, err
	}
	parts.begin(out, units)
	e := &m4b{parts: parts, frame: make([][]float32, j.opt.Channels)}
	for c := range e.frame {
		e.frame[c] = make([]float32, aac.FrameSize)
	}
	return e, nil
}

// aacConfig chooses the search that left the least noise of our sessions, in
// every band, and took half the time of the library's usual one. Alone it would
// narrow the band below 64 kbit/s a channel more than speech deserves.
func aacConfig(channels, bitrate int) aac.EncoderConfig {
	cfg := aac.EncoderConfig{SampleRate: plan.Rate, Channels: channels, Bitrate: bitrate, Coder: aac.CoderFast}
	switch each := bitrate / channels; {
	case each >= 48000:
		cfg.Cutoff = 16000
	case each >= 32000:
		cfg.Cutoff = 14000
	}
	return cfg
}

func (e *m4b) write(samples []float32) error {
	n := len(e.frame)
	for len(samples) > 0 {
		k := min(len(samples)/n, aac.FrameSize-e.filled)
		for c := range e.frame {
			plane := e.frame[c][e.filled : e.filled+k]
			for i := range plane {
				plane[i] = samples[i*n+c]
			}
		}
		samples = samples[k*n:]
		if e.filled += k; e.filled == aac.FrameSize {
			if err := e.parts.frame(e.frame); err != nil {
				return err
			}
			e.filled = 0
		}
	}
	return nil
}

func (e *m4b) close() error {
	if e.filled > 0 {
		for c := range e.frame {
			clear(e.frame[c][e.filled:])
		}
		if err := e.parts.frame(e.frame); err != nil {
			e.abort()
			return err
		}
	}
	return e.parts.finish()
}

func (e *m4b) abort() { e.parts.abort() }
