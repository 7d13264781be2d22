package routine_test

import (
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"time"

	"unhunch/internal/fault"
	"unhunch/internal/routine"
)

// dump shows a value as an outline: one field a line, zero fields left out.
func dump(v any) string {
	var b strings.Builder
	dumpValue(&b, "", "", reflect.ValueOf(v))
	return b.String()
}

func dumpValue(b *strings.Builder, indent, name string, v reflect.Value) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if text, ok := asText(v.Interface()); ok {
		fmt.Fprintf(b, "%s%s %s\n", indent, name, text)
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			dumpValue(b, indent, fmt.Sprintf("%s[%d]", name, i), v.Index(i))
		}
	case reflect.Struct:
		fmt.Fprintf(b, "%s%s%s\n", indent, strings.TrimSpace(name+" "+v.Type().Name()), at(v))
		if r, ok := v.Interface().(routine.Routine); ok && indent != "" {
			fmt.Fprintf(b, "%s  ID %s\n", indent, r.ID) // shown in a file of its own
			return
		}
		dumpFields(b, indent+"  ", v)
	default:
		fmt.Fprintf(b, "%s%s %v\n", indent, name, v.Interface())
	}
}

func dumpFields(b *strings.Builder, indent string, v reflect.Value) {
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		switch f.Interface().(type) {
		case fault.Pos, fs.FS:
			continue
		case routine.Base:
			if f.FieldByName("Optional").Bool() {
				fmt.Fprintf(b, "%sOptional\n", indent)
			}
			continue
		}
		if !f.IsZero() {
			dumpValue(b, indent, name, f)
		}
	}
}

// at is the position of a value that has one.
func at(v reflect.Value) string {
	if f := v.FieldByName("Pos"); f.IsValid() {
		p := f.Interface().(fault.Pos)
		return fmt.Sprintf(" at %d:%d", p.Line, p.Col)
	}
	return ""
}

// asText shows the small values on one line.
func asText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return fmt.Sprintf("%q", v), true
	case time.Duration:
		return v.String(), true
	case routine.Line:
		s := fmt.Sprintf("%d:%d %q", v.Line, v.Col, v.Text)
		if v.Short != "" {
			s += fmt.Sprintf(", short %q", v.Short)
		}
		if v.To != (routine.Place{}) {
			s += fmt.Sprintf(", to %v", v.To)
		}
		return s, true
	case routine.Count:
		return fmt.Sprintf("%d to %d, usually %d", v.Min, v.Max, v.Default), true
	case routine.Span:
		return fmt.Sprintf("%v to %v, usually %v", v.Min, v.Max, v.Default), true
	}
	return "", false
}
