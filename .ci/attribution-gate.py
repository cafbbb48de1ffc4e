#!/usr/bin/env python3
"""attribution-gate.py DIR: compares speech.json, direct.json, gum.json and german.json in DIR, as
the scorer wrote them, with the lowest figures that pass."""
import json
import os
import sys

LEAST = {
    "speech": {"quote_overlap.F1": 0.834, "joint.F1": 0.786, "speaker_key.given_found": 0.938,
               "paragraph_speakers.P": 0.975, "paragraph_speakers.F1": 0.925, "speaker_full.end2end": 0.782},
    "direct": {"quote_overlap.F1": 0.922, "joint.F1": 0.862, "speaker_key.given_found": 0.942,
               "paragraph_speakers.P": 0.951, "paragraph_speakers.F1": 0.950, "speaker_full.end2end": 0.863},
    "gum": {"joint.F1": 0.620},
    "german": {"quote_overlap.F1": 0.810, "joint.F1": 0.538},
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
