package session

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"unhunch/audio"
	"unhunch/internal/fault"
	"unhunch/internal/soundfile"
	"unhunch/internal/speech"
	"unhunch/internal/voice"
)

// DefaultVoice is who speaks when no voice is named.
const DefaultVoice = "june"

// Speaker is a built-in voice, by its name or as woman or man, that says any
// words.
func Speaker(name string, o speech.Options) (*speech.Speaker, error) {
	v, err := speech.Find(called(cmp.Or(name, DefaultVoice)))
	if err != nil {
		return nil, fault.WithHint(err, "there are %s, or say woman or man", strings.Join(Voices(), " and "))
	}
	return speech.New(v, o), nil
}

// Voices are the names of the built-in voices.
func Voices() []string {
	entries, err := fs.ReadDir(audio.Packs, ".")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// Gender says whether a built-in voice is a woman's or a man's.
func Gender(name string) string {
	v, err := speech.Find(name)
	if err != nil {
		return ""
	}
	return v.Gender
}

// Voice opens a voice by its built-in name, as woman or man, or by its folder.
func Voice(name string) (*voice.Pack, error) {
	if builtinVoice(name) {
		return voice.Open(audio.Packs, called(name))
	}
	if info, err := os.Stat(name); !IsPath(name) && (err != nil || !info.IsDir()) {
		return nil, fault.WithHint(fmt.Errorf("no voice called %q", name),
			"there are %s, or say woman or man; name the folder of a pack of your own as ./%s", strings.Join(Voices(), " and "), name)
	}
	return VoiceIn(name)
}

func builtinVoice(name string) bool { return slices.Contains(Voices(), called(name)) }

// IsOwnVoice says whether a name is not that of a voice that is built in.
func IsOwnVoice(name string) bool { return !builtinVoice(cmp.Or(name, DefaultVoice)) }

// called is the name of a voice that is asked for as woman or man.
func called(name string) string {
	for _, v := range Voices() {
		if Gender(v) == name {
			return v
		}
	}
	return name
}

// VoiceIn opens a voice of the user's own by its folder.
func VoiceIn(dir string) (*voice.Pack, error) {
	var root *os.Root
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() { // to open a pipe would wait for somebody
		err = errors.New("is not a folder")
	}
	if err == nil {
		root, err = os.OpenRoot(dir)
	}
	if err != nil {
		return nil, fault.WithHint(fmt.Errorf("voice %s: %w", dir, fault.Cause(err)), "a voice is a folder with a %s", voice.PackFile)
	}
	pack, err := voice.OpenRoot(root)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.WithHint(fmt.Errorf("%s is not a voice: it has no %s", dir, voice.PackFile), "unhunch voice bake %s makes one", dir)
	}
	return pack, err
}

// speaker says what its pack has recorded, and all else live. It has one of both
// at least.
type speaker struct {
	pack      *voice.Pack
	live      *speech.Speaker
	beats     sync.Map // of texts, in frames
	corrected []string // words, in small letters, that the pack may have recorded as they are not to be said
}

// usual is who the speaker is.
func (s *speaker) usual() voice.Speaker {
	if s.pack == nil {
		return s.live
	}
	return s.pack
}

// Name implements voice.Speaker.
func (s *speaker) Name() string { return s.usual().Name() }

// Language implements voice.Speaker.
func (s *speaker) Language() string { return s.usual().Language() }

// recorded says whether the pack has what is to be heard.
func (s *speaker) recorded(text string) bool {
	if s.pack == nil {
		return false
	}
	_, ok := s.pack.Length(text)
	return ok && !s.corrects(text)
}

func (s *speaker) corrects(text string) bool {
	small := strings.ToLower(text)
	return slices.ContainsFunc(s.corrected, func(word string) bool { return strings.Contains(small, word) })
}

// of is who says a text.
func (s *speaker) of(text string) voice.Speaker {
	if s.live == nil || s.recorded(text) {
		return s.pack
	}
	return s.live
}

// Length implements voice.Speaker.
func (s *speaker) Length(text string) (frames int64, ok bool) { return s.of(text).Length(text) }

// Clip implements voice.Speaker.
func (s *speaker) Clip(text string) (soundfile.Clip, error) { return s.of(text).Clip(text) }

// Beat implements plan.Beats: it decodes or speaks the text, once.
func (s *speaker) Beat(text string) (frames int64, ok bool) {
	if frames, known := s.beats.Load(text); known {
		return frames.(int64), true
	}
	clip, err := s.of(text).Clip(text)
	if err != nil {
		return 0, false
	}
	frames = voice.Beat(clip)
	s.beats.Store(text, frames)
	return frames, true
}

// voices are who speaks in a session.
type voices struct {
	first  *speaker
	second *speaker // says what the first cannot; or nil
}

// all are the voices that there are.
func (v voices) all() []*speaker {
	if v.second == nil {
		return []*speaker{v.first}
	}
	return []*speaker{v.first, v.second}
}

// live is who says what nobody has recorded, or nil.
func (v voices) live() *speech.Speaker {
	for _, s := range v.all() {
		if s.live != nil {
			return s.live
		}
	}
	return nil
}

// recorded says whether a text is heard without being spoken live.
func (v voices) recorded(text string) bool {
	return slices.ContainsFunc(v.all(), func(s *speaker) bool { return s.recorded(text) })
}

// openVoices opens the voices of a session. A voice that is built in can say
// anything; a pack of the user's may hold a few lines only, and is helped out.
func openVoices(c Choices, o speech.Options) (v voices, err error) {
	name := cmp.Or(c.Voice, DefaultVoice)
	helper := c.Fallback
	if helper == "" {
		helper = name
		if !builtinVoice(name) {
			helper = DefaultVoice
		}
	}
	if v.first, err = newSpeaker(name, helper == name, o); err != nil || helper == name || helper == "none" {
		return v, err
	}
	v.second, err = newSpeaker(helper, true, o)
	return v, err
}

// newSpeaker opens a voice, which says anything if it is to and can.
func newSpeaker(name string, anything bool, o speech.Options) (*speaker, error) {
	pack, err := Voice(name)
	if err != nil || !anything || !builtinVoice(name) {
		return &speaker{pack: pack}, err
	}
	v, err := speech.Find(pack.Name())
	if err != nil {
		return nil, err
	}
	var corrected []string
	for word := range o.Corrections {
		corrected = append(corrected, strings.ToLower(word))
	}
	return &speaker{pack: pack, live: speech.New(v, o), corrected: corrected}, nil
}
