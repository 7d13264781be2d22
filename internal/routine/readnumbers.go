package routine

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"unhunch/internal/document"
	"unhunch/internal/fault"

	"gopkg.in/yaml.v3"
)

var (
	wholeNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	zeroNumber  = regexp.MustCompile(`^0[0-9]+$`)
	anyNumber   = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
)

// whole reads a whole number from low to high. Numbers that YAML would read as
// octal are refused, since 010 would be 8.
func (r *reader) whole(f field, low, high int) (n int, ok bool) {
	hint := fmt.Sprintf("write a number from %d to %d", low, high)
	quoted := f.given() && f.node.Kind == yaml.ScalarNode && wholeNumber.MatchString(f.node.Value)
	if quoted {
		hint = "write it without quotes"
	}
	s, ok := r.scalar(f, "a whole number", hint, "!!int", "!!float")
	if !ok {
		return 0, false
	}
	if zeroNumber.MatchString(s) {
		r.fault(f.node, "write "+strings.TrimLeft(s[:len(s)-1], "0")+s[len(s)-1:], "%s must not begin with a zero: %s", f.name, fault.Short(s))
		return 0, false
	}
	if !wholeNumber.MatchString(s) {
		r.fault(f.node, hint, "%s must be a whole number, not %s", f.name, fault.Short(s))
		return 0, false
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < low || n > high {
		r.fault(f.node, fmt.Sprintf("write a number from %d to %d", low, high), "%s is %s", f.name, fault.Short(s))
		return 0, false
	}
	return n, true
}

// number reads a number, perhaps with decimals, from low to high.
func (r *reader) number(f field, low, high float64) (x float64, ok bool) {
	hint := fmt.Sprintf("write a number from %v to %v", low, high)
	s, ok := r.scalar(f, "a number", hint, "!!int", "!!float")
	if !ok {
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	if !anyNumber.MatchString(s) || err != nil || math.IsInf(x, 0) {
		r.fault(f.node, hint, "%s must be a number, not %s", f.name, fault.Short(s))
		return 0, false
	}
	if x < low || x > high {
		r.fault(f.node, hint, "%s is %s", f.name, fault.Short(s))
		return 0, false
	}
	return x, true
}

// time reads a length of time from low to high.
func (r *reader) time(f field, low, high time.Duration) (d time.Duration, ok bool) {
	if !f.given() {
		return 0, false
	}
	if f.node.Kind != yaml.ScalarNode || document.IsNull(f.node) {
		r.scalar(f, "a time", timeHint)
		return 0, false
	}
	d, hint, ok := parseTime(f.node.Value)
	if !ok {
		r.fault(f.node, hint, "%s must be a time, not %s", f.name, document.KindOf(f.node))
		return 0, false
	}
	if d < low || d > high {
		r.fault(f.node, fmt.Sprintf("write a time from %s to %s", formatTime(low), formatTime(high)), "%s is %s", f.name, f.node.Value)
		return 0, false
	}
	return d, true
}

// duration is time for a key that may be left out.
func (r *reader) duration(f field, low, high time.Duration) time.Duration {
	d, _ := r.time(f, low, high)
	return d
}

// count reads a number of repetitions or sets, or a range of them.
func (r *reader) count(f field, high int) Count {
	c := readRange(r, f, func(f field) (int, bool) { return r.whole(f, 1, high) },
		func(low, _ int) int { return low })
	return Count(c)
}

// span reads a length of time, or a range.
func (r *reader) span(f field, low, high time.Duration) Span {
	const atLeast = 30 * time.Second
	return Span(readRange(r, f, func(f field) (time.Duration, bool) { return r.time(f, low, high) },
		func(low, high time.Duration) time.Duration {
			if high == 0 {
				return max(low, atLeast)
			}
			return midpoint(low, high)
		}))
}

// ranged has the shape of Count and of Span.
type ranged[T int | time.Duration] struct{ Min, Max, Default T }

// readRange reads one value, or min, max and default; usual gives the default
// that the file leaves out.
func readRange[T int | time.Duration](r *reader, f field, one func(field) (T, bool), usual func(low, high T) T) (v ranged[T]) {
	if !f.given() {
		return v
	}
	if f.node.Kind != yaml.MappingNode {
		x, _ := one(f)
		return ranged[T]{x, x, x}
	}
	m, _ := r.mapping(f.node, "a range")
	defer m.close()
	part := func(key string) (T, bool) {
		return one(m.take(key).as(key + " of " + f.name))
	}
	low, okLow := part("min")
	high, okHigh := part("max")
	def, okDef := part("default")
	switch {
	case !m.fields["min"].given():
		r.fault(f.node, "write min: and the least that will do", "a range needs min")
	case okLow && okHigh && high < low:
		r.fault(m.fields["max"].node, "swap them", "max of %s is less than min", f.name)
	case okDef && (okLow && def < low || okHigh && def > high):
		r.fault(m.fields["default"].node, "choose one from min to max", "default of %s lies outside the range", f.name)
	}
	if !okDef && okLow {
		def = usual(low, high)
	}
	return ranged[T]{low, high, def}
}
