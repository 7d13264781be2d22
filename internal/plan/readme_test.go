package plan_test

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"unhunch/internal/plan"
)

// TestFieldsInTheReadme: other programs read the JSON by what the README says
// of it.
func TestFieldsInTheReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for heading, of := range map[string]any{
		"| field of the plan |":  plan.Plan{},
		"| field of an event |":  plan.Event{},
		"| field of a chapter |": plan.Chapter{},
	} {
		_, table, ok := strings.Cut(string(data), heading)
		if !ok {
			t.Errorf("README.md has no table %s", heading)
			continue
		}
		table, _, _ = strings.Cut(table, "\n\n")
		var got []string
		for _, row := range strings.Split(table, "\n|")[1:] {
			first, _, _ := strings.Cut(row, "|")
			for _, m := range regexp.MustCompile("`([a-z]+)`").FindAllStringSubmatch(first, -1) {
				got = append(got, m[1])
			}
		}
		want := fieldsOf(of)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("README.md lists under %s\n%v\nand there are\n%v", heading, got, want)
		}
	}
}

// fieldsOf are the names that the fields of a struct have in JSON.
func fieldsOf(v any) []string {
	var names []string
	for i := range reflect.TypeOf(v).NumField() {
		name, _, _ := strings.Cut(reflect.TypeOf(v).Field(i).Tag.Get("json"), ",")
		if name != "" && name != "-" {
			names = append(names, name)
		}
	}
	return names
}
