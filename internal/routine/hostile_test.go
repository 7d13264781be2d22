package routine_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"unhunch/internal/fault"
	"unhunch/internal/routine"
)

// Files that are made to break a parser give one fault each, and quickly. The
// bounds on their size and depth are what keeps the memory they take small.
func TestHostileFiles(t *testing.T) {
	bomb := "a: &a [x, x]\n"
	for c := 'b'; c <= 'z'; c++ {
		bomb += fmt.Sprintf("%c: &%c [*%c, *%c, *%c, *%c]\n", c, c, c-1, c-1, c-1, c-1)
	}
	tests := []struct{ name, data, want string }{
		{"ten megabytes of aliases", "a: &a x\nb: [" + strings.Repeat("*a, ", 10<<20/4) + "]\n", "1:1: the file is larger than 128 KiB"},
		{"aliases of aliases", bomb, "2:8: aliases such as *a are not supported"},
		{"many aliases", "a: &a x\nb: [" + strings.Repeat("*a, ", 30000) + "]\n", "2:5: aliases such as *a are not supported"},
		{"an alias of itself", "title: &a [*a]\n", "1:12: aliases such as *a are not supported"},
		{"ten thousand lists", strings.Repeat("[", 10000) + strings.Repeat("]", 10000), "1:33: nested more than 32 levels deep"},
		{"ten thousand levels", strings.Repeat("- ", 10000) + "x", "1:65: nested more than 32 levels deep"},
		{"more brackets than YAML takes", strings.Repeat("[", 100000), "1:10001: not YAML: exceeded max depth of 10000"},
		{"more dashes than YAML takes", strings.Repeat("- ", 60000), "1:20001: not YAML: exceeded max depth of 10000"},
		{"braces without end", strings.Repeat("{", 9000), "1:1: not YAML: did not find expected node content"},
		{"a zero byte", "title: a\nabout: b\x00c\n", "2:9: this is not a text file"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00", "1:1: this is not a text file"},
		{"UTF-16", "\xff\xfet\x00i\x00", "1:1: this is not a text file"},
		{"Latin-1", "title: caf\xe9\n", "1:11: this is not a text file"},
		{"an escape code", "title: a\x1b[31mb\n", "1:9: not YAML: control characters are not allowed"},
		{"nothing", "", "1:1: the file is empty"},
		{"white space", " \n\n\t\n", "3:1: not YAML: found character that cannot start any token"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := routine.Folder{FS: fstest.MapFS{"x.yaml": {Data: []byte(test.data)}}}
			err := routine.Library{}.Check(f, "x.yaml")
			fs, _ := err.(fault.List)
			if len(fs) != 1 || fs[0].String() != "x.yaml:"+test.want {
				t.Errorf("got\n%s\nand not the fault %s", described(err), test.want)
			}
		})
	}
}

// A file of nothing but faults gives a list that one can still scroll through.
func TestFaultsAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 10000 {
		fmt.Fprintf(&b, "k%d: 1\n", i)
	}
	f := routine.Folder{FS: fstest.MapFS{"x.yaml": {Data: []byte(b.String())}}}
	err := routine.Library{}.Check(f, "x.yaml")
	fs, _ := err.(fault.List)
	if len(fs) != 501 || fs[500].Message != "and 9502 more faults" {
		t.Errorf("got %d faults, the last of them %v", len(fs), fs[len(fs)-1])
	}
}
