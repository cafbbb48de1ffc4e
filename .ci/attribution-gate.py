#!/usr/bin/env python3
"""attribution-gate.py DIR: compares speech.json, direct.json, gum.json and german.json in DIR, as
the scorer wrote them, with the lowest figures that pass."""
import json
import os
import sys

LEAST = {
    "speech": {"quote_overlap.F1": 0.844, "joint.F1": 0.802, "speaker_key.given_found": 0.949,
               "paragraph_speakers.P": 0.976, "paragraph_speakers.F1": 0.933, "speaker_full.end2end": 0.799},
    "direct": {"quote_overlap.F1": 0.922, "joint.F1": 0.865, "speaker_key.given_found": 0.949,
               "paragraph_speakers.P": 0.950, "paragraph_speakers.F1": 0.953, "speaker_full.end2end": 0.872},
    "gum": {"joint.F1": 0.625},
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
