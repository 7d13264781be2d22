#!/usr/bin/env python3
"""The gate that the recordings of a voice pass before they are released. README.md says how to set it up.

Every line is heard by a recognizer and must be what the text says, word for word, or stand in heard.yaml with what it is
heard as and why that is right. In each group of lengths from three words on, the mean score predicted for listeners
(DistillMOS, 1 to 5) must reach a bound; of one and two words it says little, and the recognizer decides alone. Lengths,
levels and the silence at both ends must lie within the bounds in sound.py. The exit status is 1 where one of these fails.
"""
import argparse
import hashlib
import json
import os
import re
import sys
import types

import yaml

import sound
import words

LEAST = {"june": 4.1, "otto": 4.0}  # of a group's mean score
LEAST_OTHER = 4.0
GROUPS = [(1, 1), (2, 2), (3, 4), (5, 7), (8, 11), (12, None)]
SCORED_FROM = 3  # words
NUMBERS = {n for i in range(1, 100) for n in words.cardinals(i)}
HERE = os.path.dirname(os.path.abspath(__file__))


class Recognizer:
    """Whisper, which writes down what it hears."""

    def __init__(self, model):
        from faster_whisper import WhisperModel
        self.model = WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=1)

    def hear(self, x):
        segments, _ = self.model.transcribe(x, language="en", beam_size=3, condition_on_previous_text=False,
                                            without_timestamps=True)
        return " ".join(s.text.strip() for s in segments)


class Listener:
    """DistillMOS, which predicts the score that listeners would give."""

    def __init__(self):
        sys.modules.setdefault("torchaudio", types.ModuleType("torchaudio"))  # only its file reader would need it
        import distillmos
        import torch
        torch.set_num_threads(1)
        self.torch, self.model = torch, distillmos.ConvTransformerSQAModel()
        self.model.eval()

    def score(self, x):
        with self.torch.no_grad():
            return round(self.model(self.torch.tensor(x)[None]).item(), 3)


class Judged:
    """What the judges said of recordings, kept by digest, so that only what was recorded anew is judged again."""

    def __init__(self, model, file):
        self.model, self.file, self.known = model, file, {}
        self.recognizer = self.listener = None
        if file and os.path.exists(file):
            with open(file, encoding="utf-8") as f:
                self.known = {row["digest"]: row for row in map(json.loads, f)}

    def judge(self, recording, x, scored):
        with open(recording, "rb") as f:
            digest = hashlib.sha256(f.read()).hexdigest()[:20]
        if digest not in self.known:
            self.recognizer = self.recognizer or Recognizer(self.model)
            x, score = sound.alike(x), None
            if scored:
                self.listener = self.listener or Listener()
                score = self.listener.score(x)
            self.keep({"digest": digest, "heard": self.recognizer.hear(x), "score": score})
        return self.known[digest]

    def keep(self, row):
        self.known[row["digest"]] = row
        if self.file:
            with open(self.file, "a", encoding="utf-8") as f:
                print(json.dumps(row, ensure_ascii=False), file=f)


class Line:
    """A line of a pack with all that was found out about it."""

    def __init__(self, text, file, judged, listed):
        x = sound.decoded(file)
        self.text, self.file, self.length = text, file, len(text.split())
        self.scored = self.length >= SCORED_FROM
        self.faults = sound.faults(x, text, is_count(text))
        self.heard, self.score, self.right, self.listed = "", 0.0, False, False
        if not x.any():
            return  # and the judges have nothing to judge
        said = judged.judge(file, x, self.scored)
        self.heard, self.score = said["heard"], said["score"] or 0.0
        self.right = words.same(text, self.heard)
        self.listed = not self.right and any(words.same(self.heard, h) for h in listed.get(text, {}).get("as", []))
        if not self.right and not self.listed:
            self.faults.append(f"is heard as {self.heard!r}")


def is_count(text):
    return text.lower().rstrip(".").replace("-", " ") in NUMBERS


def lines_of(pack):
    """The texts of a pack with their files, and its name."""
    with open(os.path.join(pack, "pack.yaml"), encoding="utf-8") as f:
        index = yaml.safe_load(f)
    return index["name"], [(text, os.path.join(pack, line["file"] if isinstance(line, dict) else line))
                           for text, line in index["lines"].items()]


def reasons(file):
    """The list of what may be heard otherwise. Every line in it has what it is heard as, and why that is right."""
    with open(file, encoding="utf-8") as f:
        listed = yaml.safe_load(f) or {}
    for text, entry in listed.items():
        if not entry.get("as") or not str(entry.get("why", "")).strip():
            sys.exit(f"{file}: {text!r} needs as: and why:")
    return listed


def table(lines, least):
    """Prints a row for each group of lengths, and tells which ones fail."""
    print(f"{'words':>6} {'lines':>6} {'right':>6} {'listed':>6} {'wrong':>6} {'score':>6} {'least':>6}")
    low = []
    for first, last in GROUPS:
        group = [l for l in lines if first <= l.length and (last is None or l.length <= last)]
        if not group:
            continue
        name = str(first) if first == last else f"{first}-{last}" if last else f"{first}+"
        right, listed = sum(l.right for l in group), sum(l.listed for l in group)
        row = f"{name:>6} {len(group):>6} {right:>6} {listed:>6} {len(group) - right - listed:>6}"
        if group[0].scored:
            mean = sum(l.score for l in group) / len(group)
            row += f" {mean:>6.2f} {min(l.score for l in group):>6.2f}"
            if mean < least:
                low.append(f"the score of {name} words is {mean:.2f}: at least {least:g}")
        print(row)
    return low


def spectrograms(lines, folder, n=10):
    """Draws lines of all lengths, from the shortest to the longest, for a person to look at."""
    os.makedirs(folder, exist_ok=True)
    by_length = sorted(lines, key=lambda l: (len(l.text), l.text))
    for i in range(min(n, len(by_length))):
        l = by_length[i * (len(by_length) - 1) // max(n - 1, 1)]
        name = re.sub(r"[^a-z0-9]+", "-", l.text.lower()).strip("-")[:40]
        sound.draw(l.file, os.path.join(folder, f"{i:02d}-{name}.png"))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("pack", help="the folder of a pack")
    p.add_argument("--every", type=int, default=1, metavar="N", help="judge only every Nth line")
    p.add_argument("--only", default="", metavar="REGEX", help="judge only lines whose text has this in it")
    p.add_argument("--judged", metavar="FILE", help="keep here what the judges said, and judge only what is new")
    p.add_argument("--spectrograms", metavar="FOLDER", help="draw ten lines into it")
    p.add_argument("--low", type=int, default=0, metavar="N", help="name the N lines of three words and more that score least")
    p.add_argument("--model", default=os.environ.get("JUDGE_MODEL"), help="the recognizer's folder; or JUDGE_MODEL")
    a = p.parse_args()
    if not a.model:
        p.error("where is the recognizer? set JUDGE_MODEL or --model")
    name, chosen = lines_of(a.pack)
    chosen = [c for c in chosen if re.search(a.only, c[0])][::a.every]
    listed, judged = reasons(os.path.join(HERE, "heard.yaml")), Judged(a.model, a.judged)
    lines = [Line(text, file, judged, listed) for text, file in chosen]
    for l in lines:
        for fault in l.faults:
            print(f"{l.text!r} {fault}")
    for l in sorted((l for l in lines if l.scored), key=lambda l: l.score)[:a.low]:
        print(f"scores {l.score:.2f}: {l.text!r}")
    low = table(lines, LEAST.get(name, LEAST_OTHER))
    print(*low, sep="\n", end="\n" if low else "")
    if a.spectrograms:
        spectrograms(lines, a.spectrograms)
    faulty = sum(bool(l.faults) for l in lines)
    passed = lines and not faulty and not low
    print(f"{name}: {len(lines)} lines, {faulty} with faults:", "passed" if passed else "NOT passed")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
