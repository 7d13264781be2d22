package neural

import (
	"os"
	"strings"
	"testing"
)

// spoken are lines of growing length: 0.8, 2, 7 and 25 seconds.
var spoken = []struct{ name, phonemes string }{
	{"word", "ɡˌO."},
	{"short", "ɹˈɛst fɔɹ θˈɜɹTi sˈɛkəndz."},
	{"long", "lˈA jʊɹ ɹˈIt hˈænd ɔn ðə dˈɔɹfɹˌAm, stˈɛp θɹˈu wɪð jʊɹ ɹˈIt fˈʊt, ænd lˈɛt jʊɹ ʧˈɛst kˈʌm fˈɔɹwəɹd slˈOli, wɪðˌWt lˈifTɪŋ jʊɹ ʃˈOldəɹz."},
	{"longest", strings.Repeat("ɹˈɛst fɔɹ θˈɜɹTi sˈɛkəndz, ", 14)},
}

// BenchmarkSpeak tells how many seconds of speech one second of a core makes.
func BenchmarkSpeak(b *testing.B) {
	for _, k := range kernels() {
		for _, line := range spoken {
			b.Run(k.name+"/"+line.name, func(b *testing.B) {
				e := NewEngine(heart())
				e.kernel = k.kernel
				speak(b, e, line.phonemes, plainly)
				seconds, began := 0.0, processorTime()
				b.ReportAllocs()
				for b.Loop() {
					seconds += float64(len(speak(b, e, line.phonemes, plainly).Samples)) / Rate
				}
				b.ReportMetric(seconds/(processorTime()-began).Seconds(), "x-realtime-core")
			})
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	data, err := os.ReadFile("../heart.model")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Load(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTables(b *testing.B) {
	for b.Loop() {
		makeTables()
	}
}
