package phonemes

// abbreviation is a word that is written with a full stop.
type abbreviation struct {
	full   string
	word   bool // without the full stop it is another word, and so a full stop may be the end of a sentence
	last   bool // may stand at the end of a sentence: a capital after it begins the next
	number bool // only before a number
	after  bool // only after a number
}

// abbreviations are read as their full words when a full stop follows.
var abbreviations = map[string]abbreviation{
	"al": {full: "al"}, "approx": {full: "approximately"}, "appt": {full: "appointment", last: true}, "apt": {full: "apartment", number: true},
	"ave": {full: "avenue", last: true}, "avg": {full: "average"}, "blvd": {full: "boulevard", last: true},
	"bros": {full: "brothers", last: true}, "ca": {full: "circa"}, "cf": {full: "compare"}, "ch": {full: "chapter", number: true},
	"co": {full: "company", last: true}, "corp": {full: "corporation", last: true}, "dept": {full: "department"},
	"ea": {full: "each", last: true}, "esp": {full: "especially"}, "est": {full: "established"},
	"etc": {full: "etcetera", last: true}, "ex": {full: "exercise", number: true}, "ext": {full: "external"},
	"fig": {full: "figure", number: true}, "govt": {full: "government"}, "inc": {full: "incorporated", last: true},
	"incl": {full: "including"}, "int": {full: "internal"}, "jr": {full: "junior", last: true}, "lat": {full: "lateral"},
	"ltd": {full: "limited", last: true}, "max": {full: "max", last: true}, "med": {full: "medial"},
	"min": {full: "minimum", last: true}, "misc": {full: "miscellaneous"}, "no": {full: "number", number: true, word: true},
	"nos": {full: "numbers", number: true}, "p": {full: "page", number: true}, "pp": {full: "pages", number: true},
	"pos": {full: "position", last: true}, "prep": {full: "preparation", last: true, word: true}, "rd": {full: "road", last: true},
	"rep": {full: "rep", last: true}, "reps": {full: "reps", last: true}, "resp": {full: "respectively", last: true},
	"rot": {full: "rotation", last: true, word: true}, "sr": {full: "senior", last: true}, "st": {full: "street", last: true}, "temp": {full: "temperature"},
	"univ": {full: "university"}, "vol": {full: "volume", number: true}, "vs": {full: "versus"}, "wt": {full: "weight", last: true},
	"jan": {full: "January"}, "feb": {full: "February"}, "mar": {full: "March", number: true}, "apr": {full: "April"},
	"jun": {full: "June"}, "jul": {full: "July"}, "aug": {full: "August"}, "sep": {full: "September"},
	"sept": {full: "September"}, "oct": {full: "October"}, "nov": {full: "November"}, "dec": {full: "December"},
	"mon": {full: "Monday", last: true}, "tue": {full: "Tuesday", last: true}, "tues": {full: "Tuesday", last: true},
	"wed": {full: "Wednesday", last: true, word: true}, "thu": {full: "Thursday", last: true}, "thur": {full: "Thursday", last: true},
	"thurs": {full: "Thursday", last: true}, "fri": {full: "Friday", last: true}, "sat": {full: "Saturday", last: true, word: true},
	"sun": {full: "Sunday", last: true, word: true},
}

// titles stand before a name, with or without a full stop.
var titles = map[string]string{
	"Mr": "Mr", "Mrs": "Mrs", "Ms": "miz", "Dr": "doctor", "Drs": "doctors", "Prof": "professor", "St": "saint", "Mt": "mount",
	"Capt": "captain", "Sgt": "sergeant", "Lt": "lieutenant", "Rev": "reverend", "Hon": "honorable", "Mx": "mix",
}

// short are words that are written short without a full stop, in just these letters.
var short = map[string]string{
	"vs": "versus", "aka": "AKA", "CW": "clockwise", "CCW": "counterclockwise", "etc": "etcetera", "approx": "approximately", "reps": "reps", "IMO": "in my opinion",
}

// days are short names of days and months that are nothing else.
var days = map[string]string{
	"Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Thur": "Thursday", "Thurs": "Thursday",
	"Fri": "Friday", "Jan": "January", "Feb": "February", "Apr": "April", "Aug": "August", "Sept": "September", "Oct": "October",
	"Nov": "November", "Dec": "December",
}

// dottedWords are what letters with full stops are read as. What is not here is spelled.
var dottedWords = map[string]string{
	"e.g.": "for example", "i.e.": "that is", "a.m.": "AM", "p.m.": "PM", "a.k.a.": "AKA",
}

// endsDotted are those that may stand at the end of a sentence.
var endsDotted = map[string]bool{"a.m.": true, "p.m.": true, "u.s.": true, "u.k.": true, "b.c.": true, "a.d.": true, "p.t.": true}

// unit is the name of a unit for one and for more.
type unit struct {
	one, more string
	glued     bool // only with nothing, or a hyphen, between the number and it
}

// units stand after a number, in just these letters.
var units = map[string]unit{
	"km": {one: "kilometer"}, "m": {one: "meter"}, "cm": {one: "centimeter"}, "mm": {one: "millimeter"}, "µm": {one: "micrometer"},
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

// currencies are read after the amount.
var currencies = map[string][2]string{
	"$": {"dollar", "cent"}, "£": {"pound", "penny"}, "€": {"euro", "cent"}, "¥": {"yen", ""}, "₹": {"rupee", ""}, "₩": {"won", ""},
	"USD": {"dollar", "cent"}, "EUR": {"euro", "cent"}, "GBP": {"pound", "penny"}, "CHF": {"Swiss franc", "centime"},
}

// money gives the name of a currency, or of its hundredth part, for one or more.
func money(name string, many bool) string {
	switch {
	case !many || name == "yen" || name == "won":
		return name
	case name == "penny":
		return "pence"
	}
	return name + "s"
}

// symbolWords are read wherever they stand. What is in no table is passed over.
var symbolWords = map[string]string{
	"&": "and", "+": "plus", "=": "equals", "@": "at", "%": "percent", "°": "degrees", "×": "times", "÷": "divided by",
	"±": "plus or minus", "−": "minus", "<": "less than", ">": "greater than", "≤": "at most", "≥": "at least", "≠": "is not",
	"→": "to", "⇒": "to", "§": "section", "½": "one half", "⅓": "one third", "⅔": "two thirds", "¼": "one quarter", "¾": "three quarters",
	"⅕": "one fifth", "⅖": "two fifths", "⅗": "three fifths", "⅘": "four fifths", "⅙": "one sixth", "⅚": "five sixths",
	"⅛": "one eighth", "⅜": "three eighths", "⅝": "five eighths", "⅞": "seven eighths", "²": "squared", "³": "cubed",
	"$": "dollars", "£": "pounds", "€": "euros", "µ": "micro", "√": "square root of", "∞": "infinity", "©": "copyright",
}

// between are read as a word only with something to read on both sides.
var between = map[string]bool{"=": true, "<": true, ">": true, "+": true, "→": true, "⇒": true, "×": true, "±": true, "≤": true, "≥": true, "≠": true, "÷": true}

// fractions are the names of parts.
var fractions = map[int]string{2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth",
	16: "sixteenth", 32: "thirty-second"}

// numbered are the words after which letters such as II are a number.
var numbered = map[string]bool{"warrior": true, "virabhadrasana": true, "type": true, "grade": true, "stage": true, "phase": true,
	"part": true, "level": true, "class": true, "round": true, "chapter": true, "section": true, "volume": true, "book": true,
	"series": true, "week": true, "day": true, "pose": true, "series'": true, "step": true, "set": true, "variation": true,
	"sequence": true, "practice": true, "act": true, "version": true, "category": true, "zone": true}

// counted are the words after which 2/3 is "two of three".
var counted = map[string]bool{"set": true, "round": true, "rep": true, "step": true, "part": true, "day": true, "week": true, "exercise": true,
	"session": true, "lesson": true, "side": true}

// romans are the numbers that letters are read as after such a word.
var romans = map[string]int{"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12}

// labeled are words that a single letter names one of.
var labeled = map[string]bool{"vitamin": true, "plan": true, "option": true, "position": true, "point": true, "group": true, "part": true,
	"type": true, "side": true, "letter": true, "hepatitis": true, "exercise": true, "figure": true, "version": true, "series": true}

// before a weight or a hold a unit is singular, as in "a 2 kg weight".
var measured = map[string]bool{"weight": true, "weights": true, "dumbbell": true, "dumbbells": true, "kettlebell": true, "kettlebells": true,
	"ball": true, "bar": true, "plate": true, "plates": true, "band": true, "hold": true, "holds": true, "walk": true, "walks": true,
	"run": true, "break": true, "breaks": true, "stretch": true, "stretches": true, "session": true, "sessions": true, "class": true,
	"timer": true, "interval": true, "intervals": true, "pause": true, "pauses": true, "box": true, "step": true, "steps": true,
	"incline": true, "breath": true, "breaths": true, "angle": true, "bend": true, "turn": true, "meditation": true, "practice": true}

// functionWords never are the first name before an initial.
var functionWords = map[string]bool{"a": true, "an": true, "the": true, "of": true, "letter": true, "and": true, "or": true,
	"to": true, "with": true, "into": true, "in": true, "vitamin": true, "make": true, "form": true, "now": true, "position": true,
	"point": true, "option": true, "figure": true, "grade": true, "side": true, "exercise": true, "part": true, "group": true,
	"type": true, "plan": true, "step": true, "level": true, "phase": true, "stage": true, "set": true, "round": true, "your": true,
	"this": true, "that": true, "is": true, "not": true, "hold": true, "lift": true, "phrase": true, "my": true, "then": true, "small": true, "big": true, "wide": true, "both": true}
