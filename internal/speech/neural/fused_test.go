package neural

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestNothingFused: no compiler makes one rounding of a product and a sum. One
// that did would change the sound on that processor, if only in the last bit.
func TestNothingFused(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles for other processors")
	}
	fused := regexp.MustCompile(`(?m)^.*\t(V?FN?MADD|V?FN?MSUB|FMADD|FMSUB|VFMA|XVFMA)\w*\t.*$`)
	for _, target := range []string{"GOARCH=arm64", "GOARCH=riscv64", "GOARCH=ppc64le", "GOARCH=s390x", "GOARCH=loong64", "GOARCH=amd64 GOAMD64=v3"} {
		build := exec.Command("go", "build", "-gcflags=-S", ".")
		build.Env = append(append(os.Environ(), "CGO_ENABLED=0"), strings.Fields(target)...)
		listing, err := build.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%.2000s", target, err, listing)
		}
		if !strings.Contains(string(listing), "pulseAt") {
			t.Errorf("%s: the listing is not of this package", target)
		}
		for _, found := range fused.FindAll(listing, -1) {
			t.Errorf("%s: %s", target, found)
		}
	}
}
