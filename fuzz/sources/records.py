"""Records: JSON Lines, tables, transcripts in JSON."""

import json

from sources.make import SOURCES, repeat, with_names

SOURCES["jsonl/records"] = ("jsonl", lambda n: repeat('{"text":"It is full."}\n', n))
SOURCES["jsonl/doc"] = (
    "jsonl",
    lambda n: repeat('{"doc":"a","text":"It is full.","speaker":"Anna"}\n', n),
)
SOURCES["jsonl/docs-alt"] = (
    "jsonl",
    lambda n: repeat('{"doc":"a","text":"It is full."}\n{"doc":"b","text":"It is full."}\n', n),
)
SOURCES["jsonl/docs-many"] = (
    "jsonl",
    lambda n: with_names(
        n, lambda a, b: json.dumps({"doc": a, "text": "It is full.", "speaker": b}) + "\n"
    ),
)
SOURCES["jsonl/sections"] = (
    "jsonl",
    lambda n: with_names(
        n, lambda a, b: json.dumps({"doc": "d", "text": "It is full.", "section": b}) + "\n"
    ),
)
SOURCES["jsonl/sections-nodoc"] = (
    "jsonl",
    lambda n: with_names(n, lambda a, b: json.dumps({"text": "It is full.", "section": b}) + "\n"),
)
SOURCES["jsonl/bad"] = ("jsonl", lambda n: repeat("x\n", n))
SOURCES["jsonl/open"] = ("jsonl", lambda n: repeat("{", n))
SOURCES["jsonl/deep"] = ("jsonl", lambda n: repeat("[", n))
SOURCES["jsonl/paras"] = (
    "jsonl",
    lambda n: '{"paragraphs":[' + repeat('"It is full.",', n) + '"a"]}',
)
SOURCES["jsonl/paraobj"] = (
    "jsonl",
    lambda n: '{"paragraphs":[' + repeat('{"speaker":"Anna","text":"It is full."},', n) + '"a"]}',
)
SOURCES["jsonl/speakers"] = (
    "jsonl",
    lambda n: '{"text":"a","speakers":[' + with_names(n, lambda a, b: f'"{a} {b}",') + '"x"]}',
)
SOURCES["jsonl/keys"] = (
    "jsonl",
    lambda n: "{" + with_names(n, lambda a, b: f'"{a}":"{b}",') + '"text":"x"}',
)
SOURCES["csv/rows"] = ("csv", lambda n: "speaker,text\n" + repeat("Anna,It is full.\n", n))
SOURCES["csv/quoted"] = ("csv", lambda n: 'speaker,text\nAnna,"' + repeat('a ""b"" ', n) + '"\n')
SOURCES["csv/open"] = ("csv", lambda n: 'speaker,text\nAnna,"' + repeat("a\n", n))
SOURCES["csv/cols"] = ("csv", lambda n: "speaker,text\n" + repeat("a,", n))
SOURCES["csv/headercols"] = (
    "csv",
    lambda n: "speaker,text,"
    + with_names(n / 2, lambda a, b: a + ",")
    + "\n"
    + repeat("a,", n / 2),
)
SOURCES["csv/uneven"] = ("csv", lambda n: "speaker,text\n" + repeat("a\n", n))
SOURCES["csv/quotes"] = ("csv", lambda n: repeat('"', n))
SOURCES["csv/names"] = (
    "csv",
    lambda n: "speaker,text\n" + with_names(n, lambda a, b: f"{a} {b},It is.\n"),
)
SOURCES["tsv/rows"] = ("tsv", lambda n: "speaker\ttext\n" + repeat("Anna\tIt is full.\n", n))
SOURCES["json/segments"] = (
    "json",
    lambda n: '{"segments":['
    + repeat('{"start":1.0,"end":2.0,"text":"It is full.","speaker":"A"},', n)
    + '{"start":1.0,"end":2.0,"text":"x"}]}',
)
SOURCES["json/segments-nosp"] = (
    "json",
    lambda n: '{"segments":['
    + repeat('{"start":1.0,"end":2.0,"text":"It is full"},', n)
    + '{"start":1.0,"end":2.0,"text":"x"}]}',
)
SOURCES["json/names"] = (
    "json",
    lambda n: '{"segments":['
    + with_names(
        n,
        lambda a, b: json.dumps({"start": 1.0, "end": 2.0, "text": "It is full.", "speaker": a})
        + ",",
    )
    + '{"start":1.0,"end":2.0,"text":"x"}]}',
)
SOURCES["json/words"] = (
    "json",
    lambda n: '{"segments":[{"start":1,"end":2,"text":"x","words":['
    + repeat('{"word":"a","start":1,"end":2,"speaker":"A"},', n)
    + '{"word":"a"}]}]}',
)
SOURCES["json/otr"] = (
    "otr",
    lambda n: json.dumps(
        {
            "text": repeat(
                '<p><span class="timestamp" data-timestamp="1">00:01</span> Anna: Yes.</p>', n
            ),
            "media": "x",
        }
    ),
)
SOURCES["json/aws"] = (
    "json",
    lambda n: '{"results":{"items":['
    + repeat(
        '{"start_time":"0.5","speaker_label":"spk_0","alternatives":[{"content":"full"}]},', n
    )
    + '{"type":"punctuation","alternatives":[{"content":"."}]}]}}',
)
SOURCES["json/events"] = (
    "json",
    lambda n: '{"events":[' + repeat('{"tStartMs":1,"segs":[{"utf8":"a"}]},', n) + '{"segs":[]}]}',
)
SOURCES["json/list"] = ("json", lambda n: "[" + repeat('{"text":"It is full."},', n) + '"a"]')
SOURCES["json/elsewhere"] = (
    "json",
    lambda n: '{"segments":[' + repeat('{"start":1,"text":" \\u0061"},', n) + '{"start":2}]}',
)
