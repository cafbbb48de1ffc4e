#!/usr/bin/env python3
"""linear.py [PREFIX...]: does the time of indexing grow in proportion to the size of a source, and
the time of searching in proportion to what is asked and found?

Makes sources of some four hundred kinds (long lines, many labels, quotation marks, names, captions,
deep nesting, many members ...) of N, 2 N and 4 N bytes, indexes each with one thread, and prints
processor seconds, their ratios, and the peak of memory. SLOW means that the last doubling took more
than 2.3 times the time, and more than 0.3 seconds, or that a run took too long to continue. The exit
status is 1 if any kind is slow.

PREFIX ("html/", "txt/labels") selects kinds. The kinds "query/" are queries of N / 200 words over
50,000 paragraphs; the kinds "found/" are sources of 10 N bytes that are found as a whole.

Environment: ONRECORD is the program (target/measure/onrecord), N the smallest size in bytes
(200000), LIMIT the processor seconds after which a run is stopped (60).
"""

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile

# Each import adds its kinds to SOURCES.
import sources.text
import sources.markup
import sources.captions
import sources.records
import sources.documents
from sources.make import SOURCES, repeat, with_names

# Words that are in few of the paragraphs searched.
VOCABULARY = [
    f"{a}{b}"
    for a in ("har", "dred", "win", "ves", "coun", "ber", "mar", "shi", "tid", "sal")
    for b in (c + d + e for c in "aeiou" for d in "lmnrst" for e in "aeiouy")
]


def rare_words(n):
    r = random.Random(n)
    return [r.choice(VOCABULARY) for _ in range(n)]


QUERIES = {
    "words": lambda n: " ".join(rare_words(n)),
    "unknown": lambda n: " ".join("x" + word for word in rare_words(n)),
    "one-word": lambda n: repeat("harbour ", 8 * n),
    "or": lambda n: " OR ".join(rare_words(n)),
    "groups": lambda n: " ".join(
        f"({one} OR {other})" for one, other in zip(rare_words(n // 2), rare_words(n // 2 + 1))
    ),
    "phrases": lambda n: " ".join(
        f'"{one} {other}"' for one, other in zip(rare_words(n // 2), rare_words(n // 2 + 1))
    ),
    "one-phrase": lambda n: '"' + " ".join(rare_words(n)) + '"',
    "near": lambda n: '"' + " ".join(rare_words(n)) + '"~100',
    "without": lambda n: "harbour " + " ".join("-" + word for word in rare_words(n)),
    "said": lambda n: "said:(" + " OR ".join(rare_words(n)) + ")",
    "required": lambda n: " ".join("+" + word for word in rare_words(n)),
    "colons": lambda n: repeat("a:", 2 * n),
    "speakers": lambda n: " OR ".join("speaker:" + word for word in rare_words(n)),
    "brackets": lambda n: "(" * min(n, 90) + " ".join(rare_words(n)) + ")" * min(n, 90),
}

# Sources, each with a query that finds all of it.
FINDS = {
    "passages": (lambda n: repeat('{"lang":"en","text":"The harbour is full."}\n', n), "harbour"),
    "passages-phrase": (
        lambda n: repeat('{"lang":"en","text":"The harbour is full."}\n', n),
        '"the harbour is full"',
    ),
    "passages-speaker": (
        lambda n: with_names(
            n, lambda a, b: json.dumps({"speaker": f"{a} {b}", "text": "It is full."}) + "\n"
        ),
        "full speaker:*",
    ),
    "matches": (lambda n: json.dumps({"lang": "en", "text": repeat("harbour ", n)}), "harbour"),
    "matches-words": (
        lambda n: json.dumps({"lang": "en", "text": repeat("harbour full winter ", n)}),
        "harbour full winter",
    ),
    "matches-phrase": (
        lambda n: json.dumps({"lang": "en", "text": repeat("harbour full ", n)}),
        '"harbour full harbour"',
    ),
    "matches-near": (
        lambda n: json.dumps({"lang": "en", "text": repeat("harbour full ", n)}),
        '"full harbour"~50',
    ),
    "matches-prefix": (lambda n: json.dumps({"lang": "en", "text": repeat("harbour ", n)}), "h*"),
    "matches-said": (
        lambda n: repeat('"The harbour is full," Anna Berg said. ', n),
        "said:harbour speaker:berg",
    ),
}


def measured(command, limit):
    """The processor seconds of a command, its peak of memory in MiB, and its exit status."""
    bound = lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=bound
    )
    _, status, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, status


class Bench:
    """Measures kinds. Each method returns the processor seconds, the peak of memory in MiB, the exit
    status, and the length of what it made."""

    def __init__(self, folder, program, limit):
        self.folder, self.program, self.limit = folder, program, limit
        self.searched = None

    def index(self, contents, ending):
        """Writes a source, and returns the command that indexes it into an empty index."""
        shutil.rmtree(f"{self.folder}/index", ignore_errors=True)
        source = f"{self.folder}/source.{ending}"
        with open(source, "wb") as file:
            file.write(contents.encode() if isinstance(contents, str) else contents)
        return [
            *(self.program, "index", "--threads", "1", "-q"),
            *("--index", f"{self.folder}/index", source),
        ]

    def read(self, kind, size):
        """Indexes a source of `size` bytes."""
        ending, make = SOURCES[kind]
        contents = make(size)
        return *measured(self.index(contents, ending), self.limit), len(contents)

    def query(self, kind, size):
        """Asks a query of `size` / 200 words."""
        if self.searched is None:
            records = (
                json.dumps(
                    {
                        "lang": "en",
                        "speaker": " ".join(rare_words(n)[:2]),
                        "text": " ".join(rare_words(12 + n)),
                    }
                )
                for n in range(2, 90)
            )
            lines = "\n".join(records) + "\n"
            measured(self.index(lines * (50_000 // 88), "jsonl"), 600)
            self.searched = f"{self.folder}/searched"
            shutil.move(f"{self.folder}/index", self.searched)
        query = QUERIES[kind.removeprefix("query/")](size // 200)
        return *measured(
            [self.program, "search", "--format", "jsonl", "--index", self.searched, query],
            self.limit,
        ), len(query)

    def found(self, kind, size):
        """Searches a source of 10 `size` bytes that is found as a whole."""
        make, query = FINDS[kind.removeprefix("found/")]
        contents = make(10 * size)
        ending = "jsonl" if contents.startswith("{") else "txt"
        measured(self.index(contents, ending), 600)
        command = [
            *(self.program, "search", "--format", "jsonl", "-n", "0"),
            *("--index", f"{self.folder}/index", query),
        ]
        return *measured(command, self.limit), len(contents)


def main():
    program = os.environ.get("ONRECORD", "target/measure/onrecord")
    size, limit = int(os.environ.get("N", "200000")), int(os.environ.get("LIMIT", "60"))
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder, program, limit)
        kinds = [(kind, bench.read) for kind in SOURCES]
        kinds += [(f"query/{kind}", bench.query) for kind in QUERIES] + [
            (f"found/{kind}", bench.found) for kind in FINDS
        ]
        for kind, measure in kinds:
            if sys.argv[1:] and not any(kind.startswith(prefix) for prefix in sys.argv[1:]):
                continue
            times, length = [], 0
            for wanted in size, 2 * size, 4 * size:
                seconds, peak, status, made = measure(kind, wanted)
                length = length or made
                times.append(seconds)
                if seconds > limit / 2.5:
                    break
            ratios = [after / before for before, after in zip(times, times[1:])]
            grows = len(times) < 3 or (ratios[-1] > 2.3 and times[-1] > 0.3)
            slow += grows
            shown = " ".join(f"{seconds:6.2f}" for seconds in times), " ".join(
                f"x{ratio:4.2f}" for ratio in ratios
            )
            print(
                f"{kind:28} {length:>9} B  {shown[0]} s  {shown[1]}  {peak:>5} MiB  status {status}",
                "SLOW" if grows else "",
                flush=True,
            )
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
