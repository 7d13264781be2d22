package plan_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"unhunch/internal/phrases"
	"unhunch/internal/plan"
)

// marked is a book in which every sentence of the program begins with a mark.
func marked() *phrases.Book {
	book := marking(reflect.ValueOf(*phrases.English)).Interface().(phrases.Book)
	book.Language = "xx"
	book.Stops = "."
	book.Number = func(n int) string { return fmt.Sprintf("#%d", n) }
	return &book
}

// marking is a copy of a value with a mark before each of its texts.
func marking(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			out.SetString("*" + v.String())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(marking(v.Field(i)))
		}
	case reflect.Slice:
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(marking(v.Index(i)))
		}
	case reflect.Map:
		out.Set(reflect.MakeMap(v.Type()))
		for _, k := range v.MapKeys() {
			out.SetMapIndex(k, marking(v.MapIndex(k)))
		}
	}
	return out
}

// TestAnotherLanguage: a sentence of the program that is not in a book would be
// English amid another language, and no voice of that language could say it.
func TestAnotherLanguage(t *testing.T) {
	book := marked()
	all := append(builtinRoutines(t), manySets(t)...)
	for _, r := range append(all, patterns(t)...) {
		own := plan.NewScript(book) // the words of the files
		own.AddRoutine(r)
		ofFile := map[string]bool{}
		for _, p := range own.Phrases() {
			ofFile[p.Text] = !strings.HasPrefix(p.Text, "*")
		}
		for _, o := range everyOption() {
			o.Phrases = book
			p := compile(t, r, o)
			for i := range p.Events {
				e := &p.Events[i]
				said := e.Kind == plan.KindLine && e.File == "" || e.Tone == plan.ToneMissing
				if said && !strings.HasPrefix(e.Text, "*") && !ofFile[e.Text] {
					t.Fatalf("%s: %q at %s is not of the book", r.ID, e.Text, at(e))
				}
			}
			for _, line := range p.StatusLines(p.Frames / 2) {
				if !strings.HasPrefix(line, "*") && !ofFile[line] {
					t.Errorf("%s: the status says %q", r.ID, line)
				}
			}
		}
	}
}
