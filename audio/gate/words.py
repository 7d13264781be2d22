"""Whether what was heard is what was said, word for word.

A recogniser writes numbers as figures ("5-7" for "five of seven", "3rd", "30s"), joins words ("headrest") or parts
them, and spells as Americans do. None of that can be heard, so none of it counts. Words that only sound alike ("four"
and "for") are different here: which of them are meant is decided by a person, in heard.yaml.
"""
import itertools
import re
import unicodedata

ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen").split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
            "twelve": "twelfth"}
SAME = {"center": "centre", "centers": "centres", "centered": "centred", "color": "colour", "colors": "colours",
        "gray": "grey", "ok": "okay", "favor": "favour", "meter": "metre", "meters": "metres"}
UNITS = {"s": "seconds", "sec": "seconds", "secs": "seconds", "min": "minutes", "mins": "minutes", "m": "metres",
         "cm": "centimetres", "kg": "kilograms", "x": "times", "%": "percent", "°": "degrees"}
FRACTIONS = {"½": "half", "¼": "quarter", "¾": "three quarters"}
MOST = 1000  # readings that are looked at


def cardinals(n):
    """The ways to say a whole number, as words."""
    if n < 20:
        return [ONES[n]]
    if n < 100:
        return [TENS[n // 10] + (" " + ONES[n % 10] if n % 10 else "")]
    if n < 1000:
        return hundreds(n)
    if n < 10000:
        return thousands(n)
    return [" ".join(ONES[int(d)] for d in str(n))]


def hundreds(n):
    heads = [ONES[n // 100] + " hundred"] + (["a hundred"] if n < 200 else [])
    if n % 100 == 0:
        return heads
    return [h + between + tail for h in heads for between in (" ", " and ") for tail in cardinals(n % 100)]


def thousands(n):
    head = ONES[n // 1000] + " thousand"
    if n % 1000 == 0:
        return [head]
    ways = [head + between + tail for between in (" ", " and ") for tail in cardinals(n % 1000)]
    if n % 100 >= 10:
        ways.append(cardinals(n // 100)[0] + " " + cardinals(n % 100)[0])  # ten thirty
    return ways


def ordinals(n):
    """The ways to say a number as a place in a row."""
    return [ordinal(words) for words in cardinals(n)]


def ordinal(words):
    *front, last = words.split()
    if last in ORDINALS:
        last = ORDINALS[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return " ".join(front + [last])


def paired(a, b, *between):
    return [x + w + y for w in between for x in cardinals(int(a)) for y in cardinals(int(b))]


# What a piece of text with figures in it may be read as; the first form that fits the whole piece is taken.
FORMS = [
    (r"(\d+)", lambda n: cardinals(int(n))),
    (r"(\d+)(?:st|nd|rd|th)", lambda n: ordinals(int(n))),
    (r"(\d+),(\d{3})", lambda a, b: cardinals(int(a + b))),
    (r"(\d+)\.(\d+)", lambda a, b: [f"{w} point {' '.join(ONES[int(d)] for d in b)}" for w in cardinals(int(a))]),
    (r"(\d+):00", lambda a: [w + end for w in cardinals(int(a)) for end in ("", " o'clock")]),
    (r"(\d+):(\d+)", lambda a, b: paired(a, b, " ", " to ")),
    (r"(\d+)[x×](\d+)", lambda a, b: paired(a, b, " times ", " by ", " x ")),
    (r"1/2", lambda: ["half", "a half", "one half", "one of two"]),
    (r"(\d+)/(\d+)", lambda a, b: paired(a, b, " of ", " ", " over ")),
    (r"(\d+)[-–](\d+)", lambda a, b: paired(a, b, " of ", " ", " to ")),
    (r"(\d+)-?(s|secs?|mins?|m|cm|kg|x|%|°)", lambda n, unit: measured(int(n), unit)),
    (r"(\d+)-?([a-z]+)", lambda n, rest: [f"{w} {rest}" for w in cardinals(int(n))]),
    (r"([a-z]+)-?(\d+)", lambda rest, n: [f"{rest} {w}" for w in cardinals(int(n))]),
]
FORMS = [(re.compile(pattern), read) for pattern, read in FORMS]


def measured(n, unit):
    word = UNITS[unit]
    if n == 1 and word.endswith("s"):
        word = word[:-1]
    return [f"{w} {word}" for w in cardinals(n)] + [f"{w}{unit}" for w in cardinals(n)]


def readings(piece):
    """What one piece of text, without a space in it, may be said as."""
    if piece in FRACTIONS:
        return [FRACTIONS[piece], "a " + FRACTIONS[piece], "one " + FRACTIONS[piece]]
    for form, read in FORMS:
        if m := form.fullmatch(piece):
            return read(*m.groups())
    if not re.search(r"\d", piece):
        return [piece]
    parts = re.findall(r"\d+|[^\d]+", piece)
    return [" ".join(words) for words in itertools.product(*(cardinals(int(p)) if p.isdigit() else [p] for p in parts))]


def pieces(text):
    text = unicodedata.normalize("NFC", text).lower().replace("’", "'").replace("&", " and ")
    for piece in text.split():
        piece = re.sub(r"^[^\w½¼¾]+|[^\w%°½¼¾]+$", "", piece)
        if piece:
            yield piece


def letters(words):
    """Only the letters, without accents, one spelling for each word: what remains is what can be heard."""
    text = unicodedata.normalize("NFKD", words.lower().replace("'", ""))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return "".join(SAME.get(w, w) for w in re.findall(r"[^\W\d_]+", text))


def spoken(text):
    """All that a text may be said as, in letters only."""
    ways = itertools.product(*(readings(p) for p in pieces(text)))
    return {letters(" ".join(words)) for words in itertools.islice(ways, MOST)}


def same(said, heard):
    """Tells whether the words of both are the same."""
    return not spoken(said).isdisjoint(spoken(heard))
