package play

import "time"

// Button is a media key, or a button of a headset.
type Button string

// The buttons.
const (
	ButtonPlayPause Button = "PlayPause"
	ButtonPlay      Button = "Play"
	ButtonPause     Button = "Pause"
	ButtonStop      Button = "Stop"
	ButtonNext      Button = "Next"
	ButtonPrevious  Button = "Previous"
)

// Track is what a desktop shows of a session.
type Track struct {
	Part     string // the exercise, or another part of the session
	Session  string // the title of the session
	Length   time.Duration
	Position time.Duration
	Status   string  // "Playing", "Paused" or "Stopped"
	Volume   float64 // 1 is the usual loudness
}

// Remote is steered by media keys.
type Remote interface {
	Press(Button)
	SeekTo(time.Duration)
	SetVolume(float64)
	Track() Track
}
