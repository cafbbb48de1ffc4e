#!/usr/bin/env python3
"""growth.py CORPUS.jsonl QUERIES [--sizes 50000,400000,4000000] [--onrecord BIN] [--work DIR]
    [--words QUERY,QUERY,...] [--svg FILE]

How do building, size on disk, searching and a whole process grow with the number of paragraphs?

Makes corpora of the given sizes from one (JSON Lines with a `text`). Its records are repeated, and
from the second round on a tenth of the words in each record are replaced by others of the corpus:
no paragraph is repeated, and the frequencies of words stay. Prints a table in Markdown, each figure
as a multiple of the smallest corpus's, and draws it on logarithmic scales.

Build: user and system time of `index --threads 1`. Search: mean over the queries of `bench` (median
of 3 rounds, top 10 with highlights), by class if the queries have one. Process: median wall time of
21 runs of `search QUERY`, mean over the queries of --words."""

import argparse, json, math, os, random, resource, shutil, statistics, subprocess, time

# The share of words replaced in repeated records.
NOISE = 0.1


def corpora(source, sizes, folder):
    """Writes the corpora and returns their paths. A smaller one is the beginning of a larger one."""
    random.seed(7)
    records = [json.loads(line) for line in open(source)]
    pool = [
        word
        for record in random.sample(records, min(20_000, len(records)))
        for word in record["text"].split()
    ]
    paths = [f"{folder}/{size}.jsonl" for size in sizes]
    if all(os.path.exists(path) for path in paths):
        return paths
    files = [(size, open(path, "w")) for size, path in zip(sizes, paths)]
    for number in range(max(sizes)):
        record = dict(records[number % len(records)])
        turn = number // len(records)
        if turn:
            words = record["text"].split()
            for _ in range(math.ceil(len(words) * NOISE)):
                words[random.randrange(len(words))] = random.choice(pool)
            record["text"] = " ".join(words)
            for key in ("id", "doc"):
                if record.get(key):
                    record[key] = f"{record[key]}-{turn}"
        line = json.dumps(record, ensure_ascii=False) + "\n"
        for size, file in files:
            if number < size:
                file.write(line)
    for _, file in files:
        file.close()
    return paths


def measure(args, path):
    """The figures of one corpus by name: seconds, bytes, nanoseconds."""
    index = path + ".index"
    shutil.rmtree(index, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [args.onrecord, "index", path, "--index", index, "--threads", "1", "--quiet"], check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {"build": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}
    figures["index"] = sum(entry.stat().st_size for entry in os.scandir(index))
    raw = path + ".raw"
    bench = [
        args.onrecord,
        "bench",
        args.queries,
        "--index",
        index,
        "--rounds",
        "3",
        "--raw",
        raw,
        "--format",
        "csv",
    ]
    subprocess.run(bench, check=True, stdout=subprocess.DEVNULL)
    classes = {}
    for number, line in enumerate(open(args.queries)):
        try:
            query = json.loads(line)
            classes[str(query.get("id", number + 1))] = query.get("class", "all")
        except ValueError:
            pass
    times = {}
    for line in open(raw):
        id, _, _, rounds = line.rstrip("\n").split("\t")
        took = statistics.median(int(ns) for ns in rounds.split(","))
        times.setdefault("search", []).append(took)
        times.setdefault(classes.get(id, "all"), []).append(took)
    figures.update((name, statistics.mean(all)) for name, all in times.items() if name != "all")
    walls = []
    for words in args.words.split(","):
        runs = []
        for _ in range(21):
            started = time.perf_counter()
            subprocess.run(
                [args.onrecord, "search", words, "--index", index],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            runs.append(time.perf_counter() - started)
        walls.append(statistics.median(runs))
    figures["process"] = statistics.mean(walls)
    return figures


def draw(sizes, rows, path):
    """Writes a line for each figure on logarithmic scales, as SVG."""
    width, height, left, top = 720, 460, 60, 20
    most = max(sizes) / min(sizes)
    right, bottom = width - 150, height - 50
    x = lambda size: left + (right - left) * math.log(size / min(sizes)) / math.log(most)
    y = lambda times: bottom - (bottom - top) * math.log(max(times, 0.5) / 0.5) / math.log(
        most * 2.5 / 0.5
    )
    colors = [
        "#1b6ca8",
        "#c0392b",
        "#27826b",
        "#8e5bb5",
        "#b8860b",
        "#555555",
        "#d2691e",
        "#2f4f9f",
        "#7f8c1f",
        "#aa3377",
        "#008b8b",
        "#444400",
    ]
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    step = 1
    while step <= most * 1.3:
        out.append(
            f'<line x1="{left}" y1="{y(step):.1f}" x2="{right}" y2="{y(step):.1f}" stroke="#ddd"/>'
            f'<text x="{left - 8}" y="{y(step) + 4:.1f}" text-anchor="end" fill="#555">{step}×</text>'
        )
        step *= 3 if str(step)[0] == "1" else 10 / 3
        step = round(step)
    for size in sizes:
        out.append(
            f'<text x="{x(size):.1f}" y="{bottom + 20}" text-anchor="middle" fill="#555">'
            f"{size:,}</text>"
        )
    out.append(
        f'<text x="{(left + right) / 2}" y="{height - 10}" text-anchor="middle" fill="#333">'
        "paragraphs</text>"
    )
    out.append(
        f'<line x1="{x(sizes[0])}" y1="{y(1):.1f}" x2="{x(sizes[-1])}" y2="{y(most):.1f}"'
        ' stroke="#999" stroke-dasharray="4 4"/>'
    )
    labels = []
    for (name, values), color in zip(rows, colors):
        points = " ".join(
            f"{x(size):.1f},{y(value / values[0]):.1f}" for size, value in zip(sizes, values)
        )
        out.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>')
        labels.append([y(values[-1] / values[0]), name, color])
    labels.append([y(most), "linear", "#999"])
    labels.sort()
    for before, label in zip(labels, labels[1:]):
        label[0] = max(label[0], before[0] + 13)
    out.extend(
        f'<text x="{right + 8}" y="{at + 4:.1f}" fill="{color}">{name}</text>'
        for at, name, color in labels
    )
    open(path, "w").write("\n".join(out) + "\n</svg>\n")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus")
    parser.add_argument("queries")
    parser.add_argument("--sizes", default="50000,400000,4000000")
    parser.add_argument("--onrecord", default="target/release/onrecord")
    parser.add_argument("--work", default="growth")
    parser.add_argument("--words", default='kubernetes,oil company,"attorney general"')
    parser.add_argument("--svg", default="benches/growth.svg")
    args = parser.parse_args()
    sizes = [int(size) for size in args.sizes.split(",")]
    os.makedirs(args.work, exist_ok=True)
    figures = [measure(args, path) for path in corpora(args.corpus, sizes, args.work)]
    rows = [(name, [figure[name] for figure in figures]) for name in figures[0]]
    print("| |", " | ".join(f"{size:,}" for size in sizes), "|")
    print("|---" * (len(sizes) + 1) + "|")
    print("| paragraphs |", " | ".join(f"{size / sizes[0]:.1f}" for size in sizes), "|")
    for name, values in rows:
        print(f"| {name} |", " | ".join(f"{value / values[0]:.2f}" for value in values), "|")
    draw(sizes, rows, args.svg)


main()
