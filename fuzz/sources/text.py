"""Plain text and Markdown, and some of the same texts inside other formats."""

import json

from sources.make import SOURCES, prose, repeat, with_names

txt = {
    "one-line-words": lambda n: prose(n),
    "one-word": lambda n: "a" * n,
    "one-word-repeated": lambda n: repeat("harbour ", n),
    "chat": lambda n: repeat("04/03/2025, 10:01 - Anna Berg: It is full.\n", n),
    "chat-lines": lambda n: "04/03/2025, 10:01 - A: a\n" * 30 + repeat("It is full.\n", n),
    "chat-irc": lambda n: repeat("[10:01] <anna> it is full\n", n),
    "timed": lambda n: "".join(f"[00:{i//60%60:02}:{i%60:02}] full\n" for i in range(n // 16)),
    "numbered": lambda n: "".join(f"{i%25+1}  Q.  Is it full?\n" for i in range(n // 20)),
    "times-behind": lambda n: repeat("ANNA: Full. [00:00:05][2.1]\n\n", n),
    "tiny-lines": lambda n: repeat("x\n", n),
    "tiny-paragraphs": lambda n: repeat("x\n\n", n),
    "one-line-paragraphs": lambda n: repeat("It is full.\n\n", n),
    "wrapped-no-stop": lambda n: repeat(prose(70) + "\n", n),
    "dquotes": lambda n: repeat('"', n),
    "dquotes-words": lambda n: repeat('"a ', n),
    "quotes-said": lambda n: repeat('"It is full," she said. ', n),
    "quotes-said-paras": lambda n: repeat('"It is full," she said.\n\n', n),
    "open-quotes-paras": lambda n: repeat('"It is full\n\n', n),
    "curly-open": lambda n: repeat("“a ", n),
    "single-open": lambda n: repeat(" 'a", n),
    "single-curly-open": lambda n: repeat(" ‘a", n),
    "brackets": lambda n: repeat("(", n),
    "brackets-sq": lambda n: repeat("[", n),
    "brackets-words": lambda n: repeat("(a ", n),
    "colons": lambda n: repeat(":", n),
    "labels-same": lambda n: repeat("ANNA BERG: It is full.\n\n", n),
    "labels-two": lambda n: repeat("ANNA BERG: It is full.\n\nKARL HOLM: No.\n\n", n),
    "labels-many": lambda n: with_names(
        n, lambda a, b: f"{a.upper()} {b.upper()}: It is full.\n\n"
    ),
    "labels-many-lines": lambda n: with_names(n, lambda a, b: f"{a} {b}: It is full.\n"),
    "labels-alone": lambda n: with_names(n, lambda a, b: f"{a.upper()}\nIt is full.\n\n"),
    "labels-surname": lambda n: with_names(
        n, lambda a, b: f"{a} Berg: It is full.\n\nBerg: No.\n\n"
    ),
    "labels-first": lambda n: with_names(n, lambda a, b: f"{a} {b}: It is full.\n\n{b}: No.\n\n"),
    "names-said": lambda n: with_names(n, lambda a, b: f'"It is full," {a} {b} said. '),
    "names-said-paras": lambda n: with_names(n, lambda a, b: f'"It is full," {a} {b} said.\n\n'),
    "names-same-surname": lambda n: with_names(
        n, lambda a, b: f'"It is full," {a} Berg said.\n\n"No," Berg said.\n\n'
    ),
    "names-surname": lambda n: with_names(
        n, lambda a, b: f"{a} {b} said it was full.\n\n{b} said no.\n\n"
    ),
    "names-run": lambda n: with_names(n, lambda a, b: f"{a} {b} "),
    "names-comma": lambda n: with_names(n, lambda a, b: f"{a} {b}, "),
    "names-and": lambda n: with_names(n, lambda a, b: f"{a} {b} and "),
    "cap-run": lambda n: repeat("Berg ", n),
    "cap-run-said": lambda n: repeat("Berg ", n) + " said it was full.",
    "said-run": lambda n: repeat("said ", n),
    "said-that-run": lambda n: repeat("he said that ", n),
    "told-run": lambda n: repeat("she told him that ", n),
    "according-run": lambda n: repeat("according to ", n),
    "he-said": lambda n: "Anna Berg spoke. " + repeat("he said. she said. ", n),
    "commas": lambda n: repeat("a, ", n),
    "stops": lambda n: repeat("a. ", n),
    "dots": lambda n: repeat(".", n),
    "initials": lambda n: repeat("A. ", n) + "said so.",
    "abbrev": lambda n: repeat("U.S. Gen. ", n),
    "dashes": lambda n: repeat("-", n),
    "dash-words": lambda n: repeat("a — ", n),
    "rules": lambda n: repeat("It is full.\n\n-----\n\n", n),
    "rules-only": lambda n: repeat("-----\n", n),
    "ends": lambda n: repeat("It is full.\n___\n", n),
    "headings": lambda n: repeat("THE HARBOUR\n\nIt is full.\n\n", n),
    "headings-num": lambda n: repeat("1. Harbour\n\nIt is full.\n\n", n),
    "bylines": lambda n: repeat("By ANNA BERG\n\n", n),
    "datelines": lambda n: repeat("NORHAVEN (NWA) — It is full.\n\n", n),
    "images": lambda n: repeat("![a](b)", n),
    "images-lines": lambda n: repeat("![a](b)\n\n", n),
    "image-caption-open": lambda n: repeat("![", n),
    "items": lambda n: repeat("- It is full\n", n),
    "clocks": lambda n: repeat("00:01:02 ", n),
    "clock-lines": lambda n: repeat("00:01:02 Anna Berg: Yes.\n", n),
    "stage": lambda n: repeat("(Applause)\n\n", n),
    "cr": lambda n: repeat("a\r", n),
    "spaces": lambda n: "a" + " " * n + "b",
    "space-lines": lambda n: repeat(" \n", n) + "a",
    "nl": lambda n: "a" + "\n" * n + "b",
    "chinese": lambda n: repeat("港口满了", n),
    "chinese-quotes": lambda n: repeat("“港口满了”他说。", n),
    "thai": lambda n: repeat("ท่าเรือ", n),
    "combining": lambda n: "a" + repeat("\u0301", n),
    "emoji": lambda n: repeat("👩\u200d👩\u200d", n),
    "apostrophes": lambda n: repeat("a'", n),
    "hyphens": lambda n: repeat("a-", n),
    "underscore": lambda n: repeat("_", n),
    "qa": lambda n: repeat("Q. Where?\n\nA. Here.\n\n", n),
    "latin1": lambda n: repeat("é a ", n).encode("latin1"),
    "fffd": lambda n: repeat("\ufffd", n),
    "nested-quotes": lambda n: repeat("“‘", n),
    "nested-quotes2": lambda n: repeat("\"'a ", n),
    "paren-role": lambda n: with_names(n, lambda a, b: f"{a} {b} (chair): Yes.\n\n"),
    "attendees": lambda n: with_names(n, lambda a, b: f"{a[:3].upper()}: {a} {b}\n"),
    "title-run": lambda n: repeat("President ", n) + "said so.",
    "mr-run": lambda n: repeat("Mr. ", n),
    "of-run": lambda n: repeat("President of the Council of ", n) + " said so.",
    "that-run": lambda n: "Anna Berg said " + repeat("that ", n),
    "which": lambda n: "Anna Berg, " + repeat("who was, ", n) + "said so.",
    "pronouns": lambda n: "Anna Berg came. " + repeat("She left. ", n),
    "pronouns-paras": lambda n: "Anna Berg came. " + repeat("She left.\n\n", n),
    "people-pronoun": lambda n: with_names(
        n, lambda a, b: f"{a} {b} came. She said it was full.\n\n"
    ),
    "orgs": lambda n: with_names(n, lambda a, b: f"The {a} Council said it was full.\n\n"),
}
for k, f in txt.items():
    SOURCES["txt/" + k] = ("txt", f)
for k in [
    "one-line-words",
    "one-word",
    "tiny-lines",
    "one-line-paragraphs",
    "dquotes",
    "brackets-sq",
    "labels-many",
    "labels-same",
    "headings",
    "images",
    "stage",
    "spaces",
    "dashes",
    "nl",
    "underscore",
    "commas",
    "combining",
    "hyphens",
]:
    SOURCES["md/" + k] = ("md", txt[k])
    SOURCES["rtf/" + k] = (
        "rtf",
        (lambda f: lambda n: "{\\rtf1\\ansi " + (f(n).replace("\n", "\\par\n")) + "}")(txt[k]),
    )
    SOURCES["eml/" + k] = (
        "eml",
        (
            lambda f: lambda n: "From: a@b.c\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n"
            + f(n)
        )(txt[k]),
    )
    SOURCES["html/" + k] = (
        "html",
        (
            lambda f: lambda n: "<html><body><article><h1>T</h1><p>"
            + (f(n).replace("\n\n", "</p><p>"))
            + "</p></article></body></html>"
        )(txt[k]),
    )
    SOURCES["srt/" + k] = (
        "srt",
        (lambda f: lambda n: "1\n00:00:01,000 --> 00:00:02,000\n" + f(n) + "\n")(txt[k]),
    )
    SOURCES["jsonl/" + k] = ("jsonl", (lambda f: lambda n: json.dumps({"text": f(n)}))(txt[k]))
    SOURCES["docx/" + k] = ("docx", txt[k])
md = {
    "h1": "# Harbour\n\nIt is full.\n\n",
    "hdeep": "###### H\n\n",
    "quote": "> ",
    "quote-lines": "> a\n",
    "list": "- a\n",
    "emph": "*a",
    "emph2": "**a** ",
    "under": "_a",
    "ticks": "`",
    "ticks2": "`a",
    "links": "[a](",
    "links2": "[a][b] ",
    "refs": "[a]: b\n",
    "bold-label": "**Anna Berg:** Yes.\n\n",
    "table": "|a|b|\n|-|-|\n|c|d|\n",
    "html": "<b>",
    "html2": "<!--",
    "amp": "&amp;",
    "footnotes": "[^1]: a\n\n[^1] ",
    "images": "![a](b)\n\n",
    "setext": "a\n===\n\n",
    "nl2": "a  \n",
    "fences": "```\n",
    "bold-time": "**Anna Berg** [00:01:02]: Yes.\n\n",
    "star-run": "* ",
    "strong-open": "**a ",
    "bang": "![",
    "br": "<br>",
}
for k, s in md.items():
    SOURCES["md/" + k] = ("md", (lambda s: lambda n: repeat(s, n))(s))
SOURCES["md/many-labels"] = ("md", lambda n: with_names(n, lambda a, b: f"**{a} {b}:** Yes.\n\n"))
SOURCES["md/front"] = (
    "md",
    lambda n: "---\ntitle: x\nspeakers:\n"
    + with_names(n, lambda a, b: f"  - {a} {b}\n")
    + "---\n\nIt is.\n",
)
SOURCES["md/front-labels"] = (
    "md",
    lambda n: "---\ntitle: x\nspeakers:\n"
    + with_names(n / 2, lambda a, b: f"  - {a} {b}\n")
    + "---\n\n"
    + with_names(n / 2, lambda a, b: f"{b}: Yes.\n\n"),
)
SOURCES["md/refs-used"] = ("md", lambda n: with_names(n, lambda a, b: f"[{a}]: {b}\n\n[{a}] "))
