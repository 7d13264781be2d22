package export

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"unhunch/internal/plan"
)

// decode gives the sound of a file as ffmpeg plays it, one channel of the given
// number. Whatever ffmpeg finds wrong with the file is an error.
func decode(t *testing.T, path string, channels int) []float64 {
	t.Helper()
	raw := output(t, "ffmpeg", "-nostdin", "-v", "error", "-xerror", "-err_detect", "explode", "-i", path, "-map", "0:a", "-f", "s16le", "-ac", strconv.Itoa(channels), "-ar", "48000", "-")
	out := make([]float64, len(raw)/2/channels)
	for i := range out {
		out[i] = float64(int16(binary.LittleEndian.Uint16(raw[2*channels*i:]))) / 32768
	}
	return out
}

// offset is by how many frames got lies behind want, at the best match, given
// that it is less than reach.
func offset(want func(int) float64, got []float64, from, frames, reach int) int {
	best, at := -1.0, 0
	for shift := -reach; shift <= reach; shift++ {
		var sum float64
		for i := from; i < from+frames; i++ {
			if k := i + shift; k >= 0 && k < len(got) {
				sum += want(i) * got[k]
			}
		}
		if sum > best {
			best, at = sum, shift
		}
	}
	return at
}

// probed is what ffprobe says of a file.
type probed struct {
	Streams []struct {
		Type     string            `json:"codec_type"`
		Codec    string            `json:"codec_name"`
		Rate     string            `json:"sample_rate"`
		Channels int               `json:"channels"`
		Start    string            `json:"start_time"`
		Frames   int               `json:"duration_ts"`
		Tags     map[string]string `json:"tags"`
		Attached map[string]int    `json:"disposition"`
	} `json:"streams"`
	Chapters []struct {
		Start string            `json:"start_time"`
		End   string            `json:"end_time"`
		Tags  map[string]string `json:"tags"`
	} `json:"chapters"`
	Format struct {
		Duration string            `json:"duration"`
		Tags     map[string]string `json:"tags"`
	} `json:"format"`
}

func probe(t *testing.T, path string) probed {
	t.Helper()
	data := output(t, "ffprobe", "-v", "error", "-show_chapters", "-show_format", "-show_streams", "-of", "json", path)
	var p probed
	if err := json.Unmarshal(data, &p); err != nil {
		t.Fatalf("ffprobe on %s complains: %v\n%s", path, err, data)
	}
	return p
}

// sweep is a chirp around a moment, so that only one place matches it.
func sweep(at int) func(int) float64 {
	return func(frame int) float64 {
		const half = 4800
		d := float64(frame-at) / half
		if math.Abs(d) >= 1 {
			return 0
		}
		shape := math.Cos(d * math.Pi / 2)
		return 0.4 * shape * shape * math.Sin(2*math.Pi*(1000+600*d)*float64(frame-at)/plan.Rate)
	}
}

// Every player gets the whole session, no more and no less, with each sound at
// its time, in every format, with silences and without.
func TestEveryFormatDecodesToThePlan(t *testing.T) {
	takesLong(t)
	tool(t, "ffmpeg")
	for _, f := range encoders() {
		for _, channels := range channelCounts() {
			t.Run(fmt.Sprintf("%s %d", f, channels), func(t *testing.T) {
				f.needs(t)
				p, s := session(20)
				p.Frames += 777 // nowhere near a whole number of any codec's frames
				s.length += 777
				places := []int{30000, 200000, 216000, 480000, s.length - 30000} // some with silence between
				s.sound = func(i int) (v, w float64) {
					for _, at := range places {
						v += sweep(at)(i)
					}
					if channels == 2 { // as with a background
						left, right := hiss(0.002)(i)
						return v + left, v + right
					}
					return v, v
				}
				path, r := write(t, "a."+f.Name, p, s, Options{Channels: channels, Loudness: Loudness{AsIs: true}})
				if r.Channels != channels {
					t.Errorf("%d channels, want %d", r.Channels, channels)
				}
				got := decode(t, path, channels)
				if extra := len(got) - s.length; extra < 0 || extra > padding(f) {
					t.Errorf("decodes to %d frames, the plan has %d", len(got), s.length)
				}
				says := probe(t, path).Streams[0].Frames
				if f.Name == "opus" {
					says -= opusPreskip // ffprobe counts them
				}
				if f.Name != "mp3" && says != s.length {
					t.Errorf("the file says that it has %d frames, the plan has %d", says, s.length)
				}
				for _, at := range places {
					if d := offset(sweep(at), got, at-4800, 9600, 200); d != 0 {
						t.Errorf("the sound at frame %d comes %d frames late", at, d)
					}
				}
			})
		}
	}
}

// A session that is shorter than what an encoder takes at a time, or just as
// long, is still a file.
func TestShortestSessions(t *testing.T) {
	takesLong(t)
	tool(t, "ffmpeg")
	for _, f := range encoders() {
		f.needs(t)
		for _, frames := range []int{16, 1024, 1025, 4096} {
			p, s := session(1)
			p.Frames, s.length = plan.Frame(frames), frames
			p.Events, p.Chapters = nil, nil
			path, _ := write(t, "a."+f.Name, p, s, Options{})
			if extra := len(decode(t, path, 1)) - frames; extra < 0 || extra > padding(f) {
				t.Errorf("%s: %d frames decode to %d", f.Name, frames, frames+extra)
			}
		}
	}
}

// padding is how many frames more ffmpeg may give than the session has. It does
// not follow the end of an MP4 edit list, in files of its own neither, so there
// it gives the whole of the last access unit. And it never notes that more than
// a frame of MP3 is to be left out at the end, besides the decoder's delay.
func padding(f maker) int {
	switch {
	case f.Name == "m4b" || f.Name == "m4a":
		return 1023
	case f.by == "ffmpeg":
		return 1152 - 1105
	}
	return 0
}

// Chapter skip in a player is exercise skip.
func TestChaptersAndTags(t *testing.T) {
	takesLong(t)
	tool(t, "ffprobe")
	for _, f := range makers() {
		t.Run(f.String(), func(t *testing.T) {
			f.needs(t)
			p, s := session(20)
			path, _ := write(t, "a."+f.Name, p, s, Options{})
			got := probe(t, path)
			want := []struct {
				at    float64
				title string
			}{{0, "Short & sweet"}, {0.5, "Neck tilts"}, {10, "Dehnung über Kopf"}}
			if len(got.Chapters) < len(want) {
				t.Fatalf("%d chapters, want %d", len(got.Chapters), len(want))
			}
			for i, w := range want {
				at, err := strconv.ParseFloat(got.Chapters[i].Start, 64)
				if err != nil || math.Abs(at-w.at) > 0.001 || got.Chapters[i].Tags["title"] != w.title {
					t.Errorf("chapter %d is %q at %g s, want %q at %g s", i, got.Chapters[i].Tags["title"], at, w.title, w.at)
				}
			}
			tags := tagsOf(got)
			for key, want := range map[string]string{
				"title": p.Title, "artist": "unhunch", "album": "unhunch", "comment": p.Phrases().Notice(),
			} {
				if tags[key] != want {
					t.Errorf("%s is %q, want %q", key, tags[key], want)
				}
			}
			if got := tags["language"]; got != "en" && got != "eng" { // formats have two letters or three
				t.Errorf("the language is %q", got)
			}
			if f.Name == "wav" {
				return // it has no place for a picture
			}
			pictures := 0
			for _, s := range got.Streams {
				pictures += s.Attached["attached_pic"]
			}
			if pictures != 1 {
				t.Errorf("%d cover pictures, want 1", pictures)
			}
		})
	}
}

// A chapter with a very long title is still a chapter to those who read the size
// of its frame in another way.
func TestLongChapterTitles(t *testing.T) {
	tool(t, "ffprobe")
	long := strings.Repeat("Dehnung über Kopf ", 12)
	for _, f := range makers() {
		t.Run(f.String(), func(t *testing.T) {
			f.needs(t)
			p, s := session(4)
			for i := range p.Chapters {
				p.Chapters[i].Title = long
			}
			path, _ := write(t, "a."+f.Name, p, s, Options{})
			got := probe(t, path).Chapters
			if len(got) != len(p.Chapters) {
				t.Fatalf("%d chapters, want %d", len(got), len(p.Chapters))
			}
			for i, c := range got[1:] { // the first is the session's own
				title := c.Tags["title"]
				if start := strings.TrimSuffix(title, "…"); !strings.HasPrefix(long, start) || len(start) < 100 || !utf8.ValidString(title) {
					t.Errorf("chapter %d is %q", i, title)
				}
			}
		})
	}
}

// tagsOf gives the tags, which some containers keep with the file and some with
// the stream, under names in small letters.
func tagsOf(p probed) map[string]string {
	all := map[string]string{}
	add := func(tags map[string]string) {
		for k, v := range tags {
			key := regexp.MustCompile(`[A-Z]`).ReplaceAllStringFunc(k, func(s string) string { return string(s[0] + 'a' - 'A') })
			if _, there := all[key]; !there {
				all[key] = v
			}
		}
	}
	add(p.Format.Tags)
	for _, s := range p.Streams {
		add(s.Tags)
	}
	return all
}

var integrated = regexp.MustCompile(`I:\s+(-?[0-9.]+) LUFS`)
var truePeak = regexp.MustCompile(`Peak:\s+(-?[0-9.]+|-inf) dBFS`)

// The level that the program reports is the one that ffmpeg measures.
func TestLevelAgreesWithFFmpeg(t *testing.T) {
	takesLong(t)
	tool(t, "ffmpeg")
	for _, f := range encoders() {
		for _, o := range []Options{{Channels: 1}, {Channels: 2}, {Loudness: Loudness{Target: -14, Dual: true}}} {
			t.Run(fmt.Sprintf("%s %d %g", f, o.Channels, o.Loudness.Target), func(t *testing.T) {
				f.needs(t)
				p, s := session(20)
				path, r := write(t, "a."+f.Name, p, s, o)
				out := output(t, "ffmpeg", "-nostdin", "-hide_banner", "-i", path, "-map", "0:a", "-af", "ebur128=peak=true", "-f", "null", "-")
				all := integrated.FindAllSubmatch(out, -1)
				peaks := truePeak.FindAllSubmatch(out, -1)
				if len(all) == 0 || len(peaks) == 0 {
					t.Fatalf("ffmpeg measures nothing:\n%s", out)
				}
				i, _ := strconv.ParseFloat(string(all[len(all)-1][1]), 64)
				peak, _ := strconv.ParseFloat(string(peaks[len(peaks)-1][1]), 64)
				if math.Abs(i-r.Integrated) > 0.2 {
					t.Errorf("ffmpeg measures %.1f LUFS, we %.2f", i, r.Integrated)
				}
				if peak > -1 {
					t.Errorf("ffmpeg measures a true peak of %.1f dBTP", peak)
				}
			})
		}
	}
}
