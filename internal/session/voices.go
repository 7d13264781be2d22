package session

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"unhunch/audio"
	"unhunch/internal/fault"
	"unhunch/internal/voice"
)

// DefaultVoice is who speaks when no voice is named.
const DefaultVoice = "june"

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

// Voice opens a voice by its built-in name, or else by its folder.
func Voice(name string) (*voice.Pack, error) {
	if builtinVoice(name) {
		return voice.Open(audio.Packs, name)
	}
	if info, err := os.Stat(name); !IsPath(name) && (err != nil || !info.IsDir()) {
		return nil, fault.WithHint(fmt.Errorf("no voice called %q", name),
			"there are %s; name the folder of a pack of your own as ./%s", strings.Join(Voices(), " and "), name)
	}
	return VoiceIn(name)
}

func builtinVoice(name string) bool { return slices.Contains(Voices(), name) }

// VoiceIn opens a voice of the user's own by its folder.
func VoiceIn(dir string) (*voice.Pack, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fault.WithHint(fmt.Errorf("voice %s: %w", dir, fault.Cause(err)), "a voice is a folder with a %s", voice.PackFile)
	}
	pack, err := voice.OpenRoot(root)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.WithHint(fmt.Errorf("%s is not a voice: it has no %s", dir, voice.PackFile), "unhunch voice bake %s makes one", dir)
	}
	return pack, err
}

// openVoices opens the voice that says a session, and the one that says what it
// has not recorded, or nil. A pack of the user's may hold a few lines only.
func openVoices(c Choices) (first, second voice.Speaker, err error) {
	name, fallback := cmp.Or(c.Voice, DefaultVoice), c.Fallback
	if fallback == "" && !builtinVoice(name) {
		fallback = DefaultVoice
	}
	if first, err = Voice(name); err != nil {
		return nil, nil, err
	}
	if fallback != "" && fallback != "none" {
		second, err = Voice(fallback)
	}
	return first, second, err
}
