package main

import (
	"context"
	"math"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/play"
	"unhunch/internal/steer"
)

// remote lets media keys steer a session.
type remote struct{ x *playing }

// buttons are what media keys ask for.
var buttons = map[play.Button]steer.Action{
	play.ButtonPlayPause: steer.PlayPause,
	play.ButtonPlay:      steer.Play,
	play.ButtonPause:     steer.Pause,
	play.ButtonNext:      steer.Next,
	play.ButtonPrevious:  steer.Back,
}

// Press implements play.Remote.
func (r remote) Press(b play.Button) {
	if b == play.ButtonStop { // a button says it once
		r.x.guide.End()
		return
	}
	r.x.guide.Do(buttons[b])
}

// SeekTo implements play.Remote.
func (r remote) SeekTo(to time.Duration) {
	r.x.guide.Jump(plan.Frame(max(0, to.Seconds()) * plan.Rate))
}

// SetVolume implements play.Remote.
func (r remote) SetVolume(v float64) {
	r.x.player.SetVolume(max(-40, min(12, 20*math.Log10(v))))
}

// Track implements play.Remote.
func (r remote) Track() play.Track {
	v := r.x.guide.View()
	t := play.Track{
		Session:  v.Plan.Title,
		Length:   v.Plan.Frames.Duration(),
		Position: plan.Frame(v.State.Frame).Duration().Round(time.Microsecond),
		Status:   "Playing",
		Volume:   math.Round(1000*math.Pow(10, v.State.Volume/20)) / 1000,
	}
	if i := v.Plan.ChapterAt(plan.Frame(v.State.Frame)); i >= 0 {
		t.Part = v.Plan.Chapters[i].Title
	}
	if v.State.Paused || v.Waiting {
		t.Status = "Paused"
	}
	return t
}

// serveRemote lets media keys steer until ctx is done. A session without them
// plays all the same.
func serveRemote(ctx context.Context, x *playing) { _ = play.ServeRemote(ctx, remote{x}) }
