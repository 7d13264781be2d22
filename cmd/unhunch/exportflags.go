package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unhunch/internal/export"
	"unhunch/internal/printed"
)

func (x *exporter) register(c *cobra.Command) {
	f := c.Flags()
	x.flags.register(f)
	x.flags.fit.register(f)
	x.flags.fit.registerPain(f)
	f.StringVarP(&x.dir, "dir", "d", "", "the folder for several routines, named after them")
	f.BoolVar(&x.all, "all", false, "export every routine")
	x.registerFile(f)
}

// registerFile registers what commands take that write one session to a file.
func (x *exporter) registerFile(f *pflag.FlagSet) {
	f.StringVarP(&x.out, "output", "o", "", "the file to write; - for standard output")
	f.StringVarP(&x.format, "format", "f", "", "the format, where the file's name does not say it")
	f.StringVar(&x.bitrate, "bitrate", "", "bits a second for m4b, opus and mp3, such as 64k")
	f.StringVar(&x.channels, "channels", "", "mono or stereo; left out: mono for small files in which no side and no background sounds")
	f.StringVar(&x.loudness, "loudness", "speech", "of the words, in LUFS, or speech, podcast, broadcast, streaming, off")
	f.IntVar(&x.options.Bits, "bits", 16, "16 or 24, for wav and flac")
	f.BoolVar(&x.options.Plain, "no-dither", false, "round to 16 bits without dither")
	f.BoolVar(&x.options.Force, "force", false, "replace a file that is there already")
	f.StringSliceVar(&x.captions, "captions", nil, "captions beside the file: vtt, srt, lrc")
	x.sidecars = make([]bool, len(printed.Sidecars()))
	for i, s := range printed.Sidecars() {
		f.BoolVar(&x.sidecars[i], s.Name, false, s.About+", beside the file")
	}
	f.StringVar(&x.svg, "svg", "", "a picture of the session, to this file")
	f.BoolVarP(&x.quiet, "quiet", "q", false, "say nothing but errors")
}

// formatTable lists the formats for the help text.
func formatTable() string {
	var b strings.Builder
	for _, f := range export.Formats() {
		fmt.Fprintf(&b, "  %-5s %s\n", f.Name, f.About)
	}
	return b.String()
}

// parse checks the flags before anything is read or written.
func (x *exporter) parse(args []string) error {
	switch {
	case x.all && len(args) > 0:
		return wrongUse("leave out either", "--all and a routine's name")
	case (x.all || x.dir != "") && x.out != "":
		return wrongUse("with -d the files are named after their routines", "-o with --all or -d")
	case (x.all || x.dir != "") && x.svg != "":
		return wrongUse("export that routine alone", "--svg with --all or -d")
	case len(args) > 1 && x.dir == "" && x.out == "":
		return wrongUse("-o FILE makes one session of them, -d FOLDER a file of each", "%d routines, and no name for what to write", len(args))
	case x.out == "-" && (len(x.captions) > 0 || x.anySidecar()):
		return wrongUse("write to a file", "standard output has no place beside it for captions")
	case x.svg == "-":
		return wrongUse("unhunch show --svg - prints it", "--svg needs the name of a file here")
	}
	var err error
	if x.options.Loudness, err = export.ParseLoudness(x.loudness); err != nil {
		return wrongUse("see unhunch export --help", "--loudness: %w", err)
	}
	x.options.Loudness.Unsaid = x.quiet
	x.flags.quiet = x.quiet
	if x.options.Bitrate, err = parseBitrate(x.bitrate); err != nil {
		return wrongUse("64k is usual for a voice", "%w", err)
	}
	switch x.channels {
	case "":
	case "mono", "1":
		x.options.Channels = 1
	case "stereo", "2":
		x.options.Channels = 2
	default:
		return wrongUse("--channels takes mono or stereo", "--channels %s", x.channels)
	}
	for _, name := range x.captions {
		if _, err := printed.CaptionFormat(name); err != nil {
			return wrongUse("--captions takes vtt, srt and lrc", "%w", err)
		}
	}
	slices.Sort(x.captions)
	x.captions = slices.Compact(x.captions)
	return x.chooseFormat()
}

func (x *exporter) anySidecar() bool {
	for _, on := range x.sidecars {
		if on {
			return true
		}
	}
	return false
}

// chooseFormat takes the format from the flag, the file's name, or the usual.
func (x *exporter) chooseFormat() error {
	name := x.format
	switch {
	case name != "":
	case x.out == "-":
		name = "wav"
	case x.out == "" || isFolder(x.out):
		name = export.Formats()[0].Name
	default:
		name = filepath.Ext(x.out)
	}
	f, err := export.FormatOf(name)
	if err != nil {
		return wrongUse("end the file's name in one of them, or give -f", "%w", err)
	}
	x.options.Format = f.Name
	return nil
}

// parseBitrate reads 64k, 64000 or nothing.
func parseBitrate(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	digits, factor := strings.TrimSuffix(strings.ToLower(s), "k"), 1
	if len(digits) < len(s) {
		factor = 1000
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n <= 0 || n > 512000 {
		return 0, fmt.Errorf("bitrate %q is not understood", s)
	}
	if n *= factor; n < 8000 || n > 512000 {
		return 0, fmt.Errorf("bitrate %q is not between 8k and 512k", s)
	}
	return n, nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir() || strings.HasSuffix(path, string(filepath.Separator))
}
