#!/usr/bin/env python3
"""verify-gate.py DIR: quotations whose verdict is known, the drafts and the traces in DIR, by the
scorers that come with them. ONRECORD names the program.

A changed or foreign quotation must never be called exact, folded or elided; the other figures may
not fall below those reached on 2026-11-28."""
import json
import os
import subprocess
import sys
import tempfile

# The folders that the quotations were taken from.
SOURCES = ["bitcoin-talks", "congress", "changelog/founderstalk", "changelog/practicalai",
           "changelog/shipit", "changelog/news", "sotu", "wire-stories.txt"]
# Quotations of each key figure that may be wrong.
MOST = {"changed called verified": 0, "foreign called verified": 0, "no answer": 0,
        "genuine called altered, near, spliced or not-found": 0, "false other": 2,
        "misattribution missed": 0}
# Lowest share of right grades over all classes, and of drafts' quotations that are wholly right.
GRADES, DRAFTS = 0.998, 0.965
TRACE = {"recall": 0.995, "precision": 0.995, "in order": 1.0, "edits right": 0.995,
         "relation right": 0.995, "from right": 0.995}

data = os.path.join(sys.argv[1], "eval", "verify")
corpus = os.path.join(sys.argv[1], "corpus")
program = os.environ["ONRECORD"]
failed = False


def report(name, value, limit, is_bad):
    global failed
    failed |= is_bad
    shown = f"{value:.4f}" if isinstance(value, float) else value
    print(f"verify {name}: {shown}, limit {limit}" + ("  FAILED" if is_bad else ""))


def run(arguments, cwd=None, file=None):
    """What a command prints. Status 1 says that a quotation was not found as quoted."""
    ended = subprocess.run(arguments, cwd=cwd, stdout=file or subprocess.PIPE, text=True)
    if ended.returncode not in (0, 1):
        sys.exit(f"status {ended.returncode}: {' '.join(arguments)}")
    return ended.stdout


def score(script, *arguments):
    return run([sys.executable, os.path.join(data, script), *arguments])


with tempfile.TemporaryDirectory() as work:
    index = os.path.join(work, ".onrecord")
    run([program, "index", *SOURCES, "--index", index, "--quiet"], cwd=corpus)

    gold = os.path.join(data, "dev", "quotes.jsonl")
    batch, answers = os.path.join(work, "batch.jsonl"), os.path.join(work, "answers.jsonl")
    with open(batch, "w", encoding="utf-8") as file:
        file.write(score("score.py", "--batch", gold))
    with open(answers, "w", encoding="utf-8") as file:
        run([program, "verify", "--index", index, "--batch", batch, "--format", "jsonl"], file=file)
    figures = json.loads(score("score.py", gold, answers, "--json"))
    for name, most in MOST.items():
        wrong = len(figures["key figures"][name])
        report(name, wrong, most, wrong > most)
    rows = figures["classes"].values()
    share = sum(row["grade"] for row in rows) / sum(row["n"] for row in rows)
    report("right grades", share, GRADES, share < GRADES)

    drafts = os.path.join(data, "drafts")
    with open(answers, "w", encoding="utf-8") as file:
        for draft in sorted(os.listdir(drafts)):
            if draft.endswith(".md"):
                path = os.path.join(drafts, draft)
                run([program, "verify", "--index", index, "--draft", path, "--format", "jsonl"],
                    file=file)
                file.flush()
    lines = score("score_drafts.py", os.path.join(drafts, "gold.jsonl"), answers).splitlines()
    counts = [line.rsplit(None, 3)[1:] for line in lines if " of " in line and ":" not in line]
    right = sum(int(right) for right, _, _ in counts) / sum(int(of) for _, _, of in counts)
    report("drafts", right, DRAFTS, right < DRAFTS)

    stories, traced = os.path.join(work, "stories"), os.path.join(work, "traced")
    os.mkdir(traced)
    trace = os.path.join(work, "trace.jsonl")
    with open(trace, "w", encoding="utf-8") as file:
        file.write(score("trace_make.py", gold, "--seed", "7", "--stories", stories))
    index = os.path.join(work, "stories.onrecord")
    run([program, "index", "stories", "--index", index, "--quiet"], cwd=work)
    for line in open(trace, encoding="utf-8"):
        quote = json.loads(line)
        with open(os.path.join(traced, quote["id"] + ".jsonl"), "w", encoding="utf-8") as file:
            run([program, "trace", "--index", index, "--format", "jsonl", "--", quote["quote"]],
                file=file)
    figures = json.loads(score("score_trace.py", trace, traced, "--json"))
    for name, least in TRACE.items():
        report(f"trace, {name}", figures[name], least, figures[name] < least)
    report("trace, bait taken", figures["bait taken"], 0, figures["bait taken"] > 0)

sys.exit(failed)
