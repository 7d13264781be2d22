"""What can be measured of a recording, and what of it must lie within bounds."""
import re
import struct
import subprocess
import zlib

import numpy as np
from scipy.signal import lfilter, resample_poly

RATE = 48000
SILENT = -50  # dBFS, of 5 ms
BOUNDS = {  # least and most
    "loudness": (-20.0, -18.0),  # LUFS, as one channel; voice.Target is -19
    "peak": (-20.0, -0.5),  # dBTP
    "front": (0.0, 0.1),  # seconds of silence
    "behind": (0.005, 0.25),
    "letters": (3.0, 22.0),  # a second of what sounds: more is gabbled or has lost words, less is drawn out
}
LONGEST_COUNT = 0.8  # seconds that sound, so that a count is over before the next one


def decoded(file, rate=RATE):
    """A recording as one channel of numbers up to 1."""
    raw = subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-i", file, "-ac", "1", "-ar", str(rate), "-f", "f32le", "-"],
                         capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.float32)


def loudness(x):
    """BS.1770 with silence of 0.4 s around, as voice.Measure has it, in LUFS."""
    x = np.pad(x.astype(float), int(0.4 * RATE))
    x = lfilter([1.53512485958697, -2.69169618940638, 1.19839281085285], [1, -1.69065929318241, 0.73248077421585], x)
    x = lfilter([1, -2, 1], [1, -1.99004745483398, 0.99007225036621], x)
    block, step = int(0.4 * RATE), int(0.1 * RATE)
    power = np.array([np.mean(x[i:i + block] ** 2) for i in range(0, len(x) - block + 1, step)])
    level = lambda p: -0.691 + 10 * np.log10(p + 1e-20)
    power = power[level(power) > -70]
    if not len(power):
        return -np.inf
    return level(power[level(power) > level(power.mean()) - 10].mean())


def figures(x):
    """Loudness, true peak, and the seconds of silence in front, of sound, and of silence behind."""
    window = RATE * 5 // 1000
    power = np.array([np.mean(x[i:i + window] ** 2) for i in range(0, len(x), window)])
    sounding = np.where(power > 10 ** (SILENT / 10))[0]
    if not len(sounding):
        return None
    first, end = sounding[0] * window, min((sounding[-1] + 1) * window, len(x))
    return {"loudness": loudness(x), "peak": 20 * np.log10(np.abs(resample_poly(x, 4, 1)).max()),
            "front": first / RATE, "behind": (len(x) - end) / RATE, "sounding": (end - first) / RATE}


def faults(x, text, count):
    """What is out of bounds in the recording x of a text."""
    f = figures(x)
    if f is None:
        return ["is silent"]
    f["letters"] = len(re.findall(r"\w", text)) / f["sounding"]
    found = [f"{name} is {f[name]:.2f}: it goes from {least:g} to {most:g}"
             for name, (least, most) in BOUNDS.items() if not least <= f[name] <= most]
    if count and f["sounding"] > LONGEST_COUNT:
        found.append(f"is a count and sounds for {f['sounding']:.2f} s: at most {LONGEST_COUNT:g}")
    return found


def alike(x):
    """A recording at 16 kHz as the judges get it: all trimmed and padded alike, since silence moves the score."""
    x = resample_poly(x, 1, 3)
    loud = np.where(np.abs(x) > np.abs(x).max() * 0.03)[0]
    x = np.pad(x[max(0, loud[0] - 800):loud[-1] + 1600], 3200)
    x = np.pad(x, (0, max(0, 16000 - len(x))))
    return (x / np.abs(x).max() * 0.7).astype(np.float32)


def draw(file, picture):
    """A spectrogram of a recording as a PNG: up to 12 kHz, 2 ms a column, black is loud and white 80 dB less."""
    window, step, top = 512, RATE // 500, 128
    x = np.pad(decoded(file), window // 2)
    starts = range(0, len(x) - window, step)
    frames = np.array([x[i:i + window] for i in starts]) * np.hanning(window)
    level = 20 * np.log10(np.abs(np.fft.rfft(frames))[:, :top] + 1e-9)
    grey = np.clip((level.max() - level) * (255 / 80), 0, 255).astype(np.uint8)
    write_png(picture, np.repeat(grey.T[::-1], 3, axis=0))


def write_png(file, grey):
    """Writes rows of grey, 0 to 255."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    height, width = grey.shape
    rows = b"".join(b"\0" + row.tobytes() for row in grey)
    with open(file, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
                + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
