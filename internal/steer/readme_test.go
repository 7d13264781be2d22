package steer_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"unhunch/internal/steer"
)

// A listener learns the keys from the README: those in one row that are joined by
// "or" do the same, and there are no others.
func TestKeysInTheReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(data), "| key | |\n|---|---|\n")
	if !ok {
		t.Fatal("README.md has no table of keys")
	}
	table, _, _ = strings.Cut(table, "\n\n")
	keys, got := steer.UsualKeys(), map[string]bool{}
	for _, row := range strings.Split(table, "\n") {
		first, what, _ := strings.Cut(strings.TrimPrefix(row, "| "), " | ")
		groups := regexp.MustCompile(`, and |, | and `).Split(strings.TrimSuffix(first, ", twice"), -1)
		if _, after, ok := strings.Cut(what, "after "); ok { // keys that come before these
			number := regexp.MustCompile(`\d`)
			groups = append(groups, number.FindAllString(after, -1)...)
		}
		for _, group := range groups {
			same := strings.Split(group, " or ")
			for _, key := range same {
				got[key] = true
				if keys[key] == "" || keys[key] != keys[same[0]] {
					t.Errorf("README.md says that %s do the same, but %q is for %q", group, key, keys[key])
				}
			}
		}
	}
	if want := slices.Sorted(maps.Keys(keys)); !slices.Equal(slices.Sorted(maps.Keys(got)), want) {
		t.Errorf("README.md lists the keys %q, and there are %q", slices.Sorted(maps.Keys(got)), want)
	}
}
