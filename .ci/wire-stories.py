#!/usr/bin/env python3
"""wire-stories.py STORIES.txt GOLD.jsonl: who speaks in each line of two news stories, as onrecord finds it, against the gold.

ONRECORD names the program. Prints one line; exit status 1 if a required speaker is missing, a wrong one is named, or a
line's kind or section is wrong."""
import json
import os
import subprocess
import sys
import tempfile

stories, gold_path = sys.argv[1:3]
program = os.environ.get("ONRECORD", "onrecord")
gold = [json.loads(line) for line in open(gold_path, encoding="utf-8") if line.strip()]
with tempfile.TemporaryDirectory() as folder:
    index = os.path.join(folder, "index")
    subprocess.run([program, "index", "--quiet", stories, "--index", index], check=True)
    listing = [program, "search", "*", "-n", "0", "--sort", "place", "--format", "jsonl", "--index", index]
    found = subprocess.run(listing, check=True, capture_output=True, text=True).stdout
passages = {}
for line in found.splitlines():
    passage = json.loads(line)
    passages.setdefault(passage["line"], []).append(passage)
required = right = 0
faults = []
for expected in gold:
    here = passages.get(expected["line"], [])
    if expected["kind"] in ("image", "separator"):
        if here:
            faults.append(f"line {expected['line']}: a {expected['kind']} became a passage")
        continue
    if not here:
        faults.append(f"line {expected['line']}: no passage")
        continue
    for passage in here:
        if passage["kind"] != expected["kind"] or passage["section_number"] != expected["section"]:
            faults.append(f"line {expected['line']}: {passage['kind']} of section {passage['section_number']}")
    names = {name for passage in here for name in passage["speakers"]}
    allowed = set(expected["speakers"]) | set(expected["optional"])
    required += len(expected["speakers"])
    right += len(names & set(expected["speakers"]))
    faults += [f"line {expected['line']}: {name} is missing" for name in set(expected["speakers"]) - names]
    faults += [f"line {expected['line']}: {name} is wrong" for name in names - allowed]
print(f"wire stories: {right} of {required} required speakers, {len(faults)} faults")
for fault in faults:
    print("  " + fault)
sys.exit(1 if faults else 0)
