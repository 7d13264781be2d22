package phonemes

import "strings"

// unit is the name of a unit for one and for more.
type unit struct {
	one, more string
	glued     bool // only with nothing, or a hyphen, between the number and it
}

// units stand after a number, in just these letters.
var units = map[string]unit{
	"km": {one: "kilometer"}, "m": {one: "meter"}, "cm": {one: "centimeter"}, "mm": {one: "millimeter"}, "µm": {one: "micrometer"}, "µl": {one: "microliter"}, "µL": {one: "microliter"},
	"nm": {one: "nanometer"}, "kg": {one: "kilogram"}, "kgs": {one: "kilogram"}, "Kg": {one: "kilogram"}, "KG": {one: "kilogram"},
	"g": {one: "gram"}, "mg": {one: "milligram"}, "mcg": {one: "microgram"}, "µg": {one: "microgram"}, "IU": {one: "IU", more: "IU"},
	"lb": {one: "pound"}, "lbs": {one: "pound"}, "oz": {one: "ounce"}, "st": {one: "stone", more: "stone"},
	"in": {one: "inch", more: "inches", glued: true}, "ins": {one: "inch", more: "inches"}, "ft": {one: "foot", more: "feet"},
	"yd": {one: "yard"}, "yds": {one: "yard"}, "mi": {one: "mile"}, "sqft": {one: "square foot", more: "square feet"},
	"l": {one: "liter"}, "L": {one: "liter"}, "ml": {one: "milliliter"}, "mL": {one: "milliliter"}, "dl": {one: "deciliter"},
	"tsp": {one: "teaspoon"}, "tbsp": {one: "tablespoon"}, "cal": {one: "calorie"}, "kcal": {one: "kilocalorie"},
	"h": {one: "hour"}, "hr": {one: "hour"}, "hrs": {one: "hour"}, "min": {one: "minute"}, "mins": {one: "minute"},
	"Min": {one: "minute"}, "MIN": {one: "minute"}, "s": {one: "second"}, "sec": {one: "second"}, "secs": {one: "second"},
	"Sec": {one: "second"}, "SEC": {one: "second"}, "ms": {one: "millisecond"}, "wk": {one: "week"}, "wks": {one: "week"},
	"mo": {one: "month"}, "mos": {one: "month"}, "yr": {one: "year"}, "yrs": {one: "year"}, "bpm": {one: "beat per minute", more: "beats per minute"},
	"BPM": {one: "beat per minute", more: "beats per minute"}, "rpm": {one: "RPM", more: "RPM"}, "RPM": {one: "RPM", more: "RPM"},
	"Hz": {one: "hertz", more: "hertz"}, "kHz": {one: "kilohertz", more: "kilohertz"}, "MHz": {one: "megahertz", more: "megahertz"},
	"dB": {one: "decibel"}, "W": {one: "watt"}, "kW": {one: "kilowatt"}, "V": {one: "volt"}, "N": {one: "newton"}, "kN": {one: "kilonewton"},
	"kPa": {one: "kilopascal"}, "kJ": {one: "kilojoule"}, "MB": {one: "megabyte"}, "GB": {one: "gigabyte"}, "KB": {one: "kilobyte"},
	"mmHg": {one: "millimeter of mercury", more: "millimeters of mercury"},
	"km/h": {one: "kilometer per hour", more: "kilometers per hour"}, "kph": {one: "kilometer per hour", more: "kilometers per hour"},
	"mph": {one: "mile per hour", more: "miles per hour"}, "m/s": {one: "meter per second", more: "meters per second"},
	"min/km": {one: "minute per kilometer", more: "minutes per kilometer"}, "mg/kg": {one: "milligram per kilogram", more: "milligrams per kilogram"},
	"g/kg": {one: "gram per kilogram", more: "grams per kilogram"}, "b/min": {one: "beat per minute", more: "beats per minute"},
	"br/min": {one: "breath per minute", more: "breaths per minute"}, "x/week": {one: "time a week", more: "times a week"},
	"x/wk": {one: "time a week", more: "times a week"}, "x/day": {one: "time a day", more: "times a day"},
	"RM": {one: "RM", more: "RM"}, "pct": {one: "percent", more: "percent"}, "°": {one: "degree"}, "°C": {one: "degree Celsius", more: "degrees Celsius"},
	"°F": {one: "degree Fahrenheit", more: "degrees Fahrenheit"}, "'": {one: "foot", more: "feet"}, "\"": {one: "inch", more: "inches"},
	"%": {one: "percent", more: "percent"}, "¢": {one: "cent"}, "‰": {one: "per mille", more: "per mille"},
}

// plural gives the name of a unit for more than one.
func (u unit) plural() string {
	if u.more != "" {
		return u.more
	}
	return u.one + "s"
}

// before a weight or a hold a unit is singular, as in "a 2 kg weight".
const measured = " weight weights dumbbell dumbbells kettlebell kettlebells ball bar plate plates band hold holds walk " +
	"walks run break breaks stretch stretches session sessions class timer interval intervals pause " +
	"pauses box step steps incline breath breaths warm cool flow workout routine relaxation angle bend " +
	"turn meditation practice "

// height reads 5'10" and 6'2. It gives 0 for anything else.
func (x *expander) height(i int) int {
	feet, ok := value(x.at(i).text)
	inches, okInches := value(x.at(i + 2).text)
	if !ok || !okInches || inches > 11 || x.at(i+1).text != "'" || !x.at(i+1).glued() || !x.at(i+2).glued() {
		return 0
	}
	x.sayAs(cardinal(feet)+" foot "+cardinal(inches), word{number: true}, i, i+2)
	if x.at(i+3).text == `"` && x.at(i+3).glued() {
		return i + 4
	}
	return i + 3
}

// unit reads a number with the unit after it. It gives 0 if there is none.
func (x *expander) unit(i int, q quantity) int {
	j := q.next
	hyphen := x.at(j).glued() && x.at(j).is("-") && x.at(j+1).glued() && x.at(j+1).kind == letters
	if hyphen {
		j++
	}
	u, next := x.unitAt(j, hyphen || x.at(j).glued(), q)
	if next == 0 {
		return 0
	}
	name := u.plural()
	if q.one || hyphen || q.words == "minus one" || x.attribute(i, next) {
		name = u.one
	}
	if r := x.at(next); r.glued() && r.is("²³") {
		name = map[string]string{"²": "square ", "³": "cubic "}[r.text] + name
		next++
	}
	x.sayAs(q.words, word{number: true}, i, q.next-1)
	x.say(name, j, next-1)
	x.space = false
	if x.at(next).glued() && x.at(next).is(".") && hasWord(x.tokens[next+1:]) && x.at(j).kind == letters {
		next++ // the full stop of an abbreviation within the sentence
	}
	return next
}

// attribute is true for a number with its unit that describes what follows: "a 2 lb weight".
func (x *expander) attribute(i, next int) bool {
	n := x.at(next)
	if n.is(".") && n.glued() {
		n = x.at(next + 1)
	}
	before := strings.ToLower(x.at(i - 1).text)
	return n.kind == letters && (among(n.text, measured) || (before == "a" || before == "an") && startsSmall(n) && !among(n.text, " of or and in at to "))
}

// unitAt finds the unit that begins at token j; next is 0 if there is none.
func (x *expander) unitAt(j int, glued bool, q quantity) (u unit, next int) {
	t := x.at(j)
	if name := x.shortTime(j); name != "" && glued {
		return units[name], j + 1
	}
	switch {
	case t.text == `"` && (!glued || !q.figure || x.quoted(j)), t.text == "'" && (!glued || !q.figure):
		return unit{}, 0
	case t.kind != letters && t.kind != symbol && t.text != `"`:
		return unit{}, 0
	}
	if n := x.at(j + 2); x.at(j+1).glued() && x.at(j+1).is("/") && n.glued() && n.kind == letters {
		if u, ok := units[strings.Replace(t.text, "×", "x", 1)+"/"+n.text]; ok {
			return u, j + 3
		}
	}
	if n := x.at(j + 1); t.is("°") && n.glued() {
		if u, ok := units[t.text+n.text]; ok {
			return u, j + 2
		}
	}
	u, ok := units[t.text]
	if !ok || t.text == "st" && glued || u.glued && !glued && !x.inches(j) {
		return unit{}, 0
	}
	if len(t.text) == 1 && !glued && t.kind == letters && (x.at(j+1).is("-'") || x.at(j+1).glued() && x.at(j+1).kind == digits) {
		return unit{}, 0
	}
	return u, j + 1
}

// shortTime gives the unit of what stands for minutes or seconds among times: 30" of a hold, the m of 1h 15m.
func (x *expander) shortTime(j int) string {
	switch t := x.at(j); {
	case t.text == "m" && (units[x.at(j-2).text].one == "hour" || x.at(j+1).kind == digits && units[x.at(j+2).text].one == "second"):
		return "min"
	case t.text == `"` && x.cross(j-2) && len(x.at(j-3).text) == 1 && !x.quoted(j): // of sets, not of a mat
		return "s"
	case !among(strings.ToLower(x.at(j-2).text), timed):
	case t.text == "'":
		return "min"
	case t.text == `"`:
		return "s"
	}
	return ""
}

// cross is true for the sign between two numbers of a product.
func (x *expander) cross(i int) bool {
	return x.at(i).is("×*") || x.at(i).kind == letters && strings.EqualFold(x.at(i).text, "x")
}

// timed are words after which 30" is a time.
const timed = " hold rest for wait pause work every after "

// quoted is true for a quotation mark that closes what another before it opened.
func (x *expander) quoted(j int) bool {
	n := 0
	for k, t := range x.tokens[:j] {
		if t.is("\"“”") && x.at(k-1).kind != digits {
			n++
		}
	}
	return n%2 == 1
}

// inches is true for "in" that is no preposition: with the full stop of an abbreviation, or before "long".
func (x *expander) inches(j int) bool {
	n := x.at(j + 1)
	if before := x.at(j - 2); before.text == "ft" || before.text == "feet" || before.text == "foot" {
		return true
	}
	if n.is(".") && n.glued() {
		n = x.at(j + 2)
		return startsSmall(n)
	}
	switch n.text {
	case "long", "wide", "high", "tall", "deep", "apart", "thick", "away", "above", "below", "off", "from":
		return true
	}
	return false
}
