#!/usr/bin/env python3
"""attribution-gate.py DIR: compares speech.json, direct.json, gum.json and german.json in DIR, as
the scorer wrote them, with the lowest figures that pass."""
import json
import os
import sys

LEAST = {
    "speech": {"quote_overlap.F1": 0.841, "joint.F1": 0.794, "speaker_key.given_found": 0.943,
               "paragraph_speakers.P": 0.975, "paragraph_speakers.F1": 0.930, "speaker_full.end2end": 0.793},
    "direct": {"quote_overlap.F1": 0.922, "joint.F1": 0.863, "speaker_key.given_found": 0.947,
               "paragraph_speakers.P": 0.950, "paragraph_speakers.F1": 0.951, "speaker_full.end2end": 0.869},
    "gum": {"joint.F1": 0.619},
    "german": {"quote_overlap.F1": 0.832, "joint.F1": 0.600},
}
failed = False
for view, least in LEAST.items():
    scores = json.load(open(os.path.join(sys.argv[1], view + ".json"), encoding="utf-8"))
    for name, limit in least.items():
        group, figure = name.split(".")
        value = scores[group][figure]
        failed |= value < limit
        print(f"{view} {name}: {value:.4f}, at least {limit}" + ("  FAILED" if value < limit else ""))
sys.exit(failed)
