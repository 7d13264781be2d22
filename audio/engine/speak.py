#!/usr/bin/python3
"""speak.py F|M TEXT OUT.wav: one spoken line, 48 kHz mono 16-bit, as an engine for recording a voice pack.

F is a woman's voice, M a man's: both are the statistical voice cmu_us_slt_arctic_hts (Debian's festvox-us-slt-hts) with
other pitch and formants. The line is neither trimmed nor levelled: that is the work of whoever records the pack. The same
text gives the same bytes. SPEAK_RATE=1.0 speaks faster than the calm default of 0.90, and SPEAK_MOST=0.9
faster still where the words would last longer than so many seconds (for counts, which have to fit into their second).

festival turns the text into labels (words of lex.scm pronounced as written there; with its phrasing tree, without which
commas are lost), hts_engine turns the labels into spectrum and pitch, and the vocoder here turns those into sound with a
mixed excitation: pulses at low frequencies that give way to noise above. hts_engine's own vocoder excites voiced frames
with bare pulses, which buzzes: the normalised correlation of neighbouring pitch periods in the bands 1-2, 2-3.5, 3.5-5
and 5-7.5 kHz is .84 .63 .45 .36 with it, .46 .21 .15 .14 in recordings of a person, about .76 .42 .24 .17 here, at equal
recognition in noise. An equaliser then fills the voice's dip at 2.5 to 5 kHz and a compressor evens the line.

Needs: apt-get install festival festvox-us-slt-hts festlex-cmu festlex-poslex htsengine ffmpeg python3-numpy
Run it with Debian's own Python.
"""
import os
import subprocess
import sys
import tempfile
import wave

import numpy as np

VOICES = {"F": (-2, 0.97), "M": (-8, 0.89)}  # pitch in semitones, scale of the formants
VOICE_FILE = "/usr/share/festival/voices/us/cmu_us_slt_arctic_hts/hts/cmu_us_slt_arctic_hts.htsvoice"
RATE, FRAME, ORDER, ALPHA, FFT = 32000, 160, 45, 0.45, 2048  # of the voice file: Hz, samples, cepstrum, warping
NOISE_HZ = [0, 1000, 2000, 3000, 4000, 5000, 6000, 8000, 16000]
NOISE_DB = [-40, -16, -7.5, -3.5, -2, -1.4, -1, -0.6, -0.3]  # share of noise in voiced sound
TONE = ("highpass=f=80,equalizer=f=3200:t=q:w=0.7:g=6,equalizer=f=7000:t=q:w=1.2:g=-3,volume=10dB,"
        "acompressor=threshold=0.12:ratio=2:attack=8:release=120:knee=4,volume=-4dB,aresample=48000:resampler=swr:filter_size=64")
HERE = os.path.dirname(os.path.abspath(__file__))


def labels(text, tmp):
    """Writes the phones of a text, with all that is known of their places, to tmp/lab."""
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    with open(tmp + "/a.scm", "w") as f:
        f.write(f'(voice_cmu_us_slt_arctic_hts)\n(load "{HERE}/lex.scm")\n'
                "(set! phrase_cart_tree simple_phrase_cart_tree)\n(Parameter.set 'Phrase_Method 'cart_tree)\n"
                f'(set! u (SynthText {quoted}))\n(hts_dump_feats u hts_feats_list "{tmp}/lab")\n')
    subprocess.run(["festival", "-b", tmp + "/a.scm"], check=True, stdout=subprocess.DEVNULL)


def parameters(rate, tmp):
    """Mel-cepstrum (frames x ORDER) and log pitch (frames; very negative where unvoiced) of the labels."""
    subprocess.run(["hts_engine", "-m", VOICE_FILE, "-r", f"{rate:.2f}",
                    "-om", tmp + "/mgc", "-of", tmp + "/lf0", tmp + "/lab"], check=True, stdout=subprocess.DEVNULL)
    return (np.fromfile(tmp + "/mgc", np.float32).reshape(-1, ORDER).astype(float),
            np.fromfile(tmp + "/lf0", np.float32).astype(float))


def minimum_phase(log_amplitude):
    c = np.fft.irfft(log_amplitude, FFT)
    c[1:FFT // 2] *= 2
    c[FFT // 2 + 1:] = 0
    return np.exp(np.fft.rfft(c, FFT))


def vocode(mgc, lf0, semitones, formants):
    """Sound (samples at RATE) from spectrum and pitch, one pitch period at a time."""
    rng = np.random.default_rng(1)
    frames, bins = len(mgc), FFT // 2 + 1
    hz = np.arange(bins) * RATE / FFT
    w = 2 * np.pi * np.minimum(hz / formants, RATE / 2) / RATE
    warped = w + 2 * np.arctan2(ALPHA * np.sin(w), 1 - ALPHA * np.cos(w))
    log_amplitude = mgc @ np.cos(np.outer(np.arange(ORDER), warped))
    voiced = lf0 > -1e9
    pitch = np.where(voiced, lf0, np.nan) + semitones * np.log(2) / 12
    noise = 10 ** (np.interp(hz, NOISE_HZ, NOISE_DB) / 20)
    pulse = np.sqrt(1 - noise ** 2)
    total = frames * FRAME
    out = np.zeros(total + 2 * FFT)
    t = 0.0
    while t < total - 1:
        a = int(t // FRAME)
        b = min(a + 1, frames - 1)
        f = t / FRAME - a
        spectrum = minimum_phase(log_amplitude[a] * (1 - f) + log_amplitude[b] * f)
        start = int(t)
        if voiced[a if f < 0.5 else b]:
            p = pitch[b] if np.isnan(pitch[a]) else pitch[a] if np.isnan(pitch[b]) else pitch[a] * (1 - f) + pitch[b] * f
            period = RATE / np.exp(p)
            n = rng.standard_normal(int(t + period) - start)
            delay = np.exp(-2j * np.pi * np.arange(bins) * (t - start) / FFT)
            excitation = pulse * np.sqrt(period) * delay + noise * np.fft.rfft(n - n.mean(), FFT)
        else:
            period = RATE / 400
            excitation = np.fft.rfft(rng.standard_normal(int(t + period) - start), FFT)
        out[start:start + FFT] += np.fft.irfft(spectrum * excitation, FFT)
        t += period
    return high_pass(out[:total], 60)


def high_pass(y, hz):
    """A Butterworth filter of second order, run forwards and backwards."""
    size = len(y) + RATE
    w = np.tan(np.pi * np.arange(size // 2 + 1) / size) / np.tan(np.pi * hz / RATE)
    w4 = np.minimum(w, 1e6) ** 4
    return np.fft.irfft(np.fft.rfft(y, size) * (w4 / (1 + w4)), size)[:len(y)]


def sounding(y):
    """Seconds from the first to the last sample that is not 50 dB below the loudest."""
    loud = np.flatnonzero(np.abs(y) > np.abs(y).max() * 10 ** (-50 / 20))
    return (loud[-1] - loud[0]) / RATE


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in VOICES:
        sys.exit(__doc__.splitlines()[0])
    voice, text, path = sys.argv[1:]
    with tempfile.TemporaryDirectory() as tmp:
        labels(text, tmp)
        rate = float(os.environ.get("SPEAK_RATE", "0.90"))
        most = float(os.environ.get("SPEAK_MOST", "inf"))
        y = vocode(*parameters(rate, tmp), *VOICES[voice])
        while sounding(y) > most and rate < 2:
            rate += 0.05
            y = vocode(*parameters(rate, tmp), *VOICES[voice])
        with wave.open(tmp + "/raw.wav", "wb") as f:
            f.setparams((1, 2, RATE, 0, "NONE", None))
            f.writeframes(np.clip(np.round(y), -32768, 32767).astype("<i2").tobytes())
        subprocess.run(["ffmpeg", "-nostdin", "-y", "-v", "error", "-i", tmp + "/raw.wav", "-af", TONE, "-c:a", "pcm_s16le", path], check=True)


if __name__ == "__main__":
    main()
