#!/usr/bin/env python3
"""seeds.py FOLDER [FILE...]: writes the first inputs of the fuzz targets, as FOLDER/<target>/seed-<n>.

They are made of the test texts, of small files in formats that no test text has, and of each FILE.
The layout of an input is in the head of its target, `fuzz_targets/<target>.rs`.
"""

import bz2, gzip, io, lzma, sys, tarfile, zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The readers that a file is given to, by its extension: its own, and some that must refuse it.
FORMATS = {
    "txt": ["plain", "markdown", "mail"],
    "md": ["markdown", "plain"],
    "vtt": ["webvtt", "srt", "plain"],
    "srt": ["srt", "webvtt", "plain"],
    "sbv": ["sbv", "srt", "plain"],
    "jsonl": ["jsonl", "transcript"],
    "html": ["html", "sami", "tei"],
    "csv": ["table", "jsonl"],
    "json": ["transcript", "jsonl"],
    "xml": ["tei", "ttml", "html", "feed", "nitf"],
    "rss": ["feed"],
    "nitf": ["nitf"],
    "docx": ["docx", "zip"],
    "odt": ["odt", "zip"],
    "epub": ["epub", "zip"],
    "pdf": ["pdf"],
    "rtf": ["rtf"],
    "eml": ["mail", "mbox"],
    "mbox": ["mbox", "mail"],
    "pptx": ["pptx", "zip"],
    "ttml": ["ttml"],
    "smi": ["sami"],
    "ass": ["ass"],
    "zip": ["zip"],
    "tar": ["tar"],
    "gz": ["compressed"],
    "xz": ["compressed"],
    "bz2": ["compressed"],
}
QUERIES = [
    "troops special envoy",
    '"end the war"',
    '"end war"~3',
    "negot*",
    "zelensky~2",
    "troops OR forces",
    'troops -"special envoy"',
    "(troops OR forces) envoy",
    "+climate policy",
    'said:(troops OR "end the war")',
    'speaker:"pete hegseth" NOT war',
    "section:2",
    "doc:*minutes*",
    "kind:stage-direction",
    "date:2025-01..2025-03",
    "date:>=2024-02-29",
    "lang:de",
    "*",
    "U.S. AT&T 10:30",
    "https://a.b/c",
    "ḥarbour İstanbul Straße",
    "港口 ท่าเรือ",
    '"a \\"b\\" c"',
    "spaeker:berg",
    "((a) OR (b -c)) -(d e)",
    "“end the war”",
]


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in members.items():
            archive.writestr(name, contents)
    return out.getvalue()


def made():
    """Small files in formats that no test text has: pairs of extension and contents."""
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    yield "docx", zipped(
        {
            "word/document.xml": f'<w:document {word}><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r>'
            "<w:t>Item 1</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Anna Berg: Full.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
            "</w:body></w:document>",
            "docProps/core.xml": "<cp:coreProperties xmlns:dc='d'><dc:title>T</dc:title></cp:coreProperties>",
        }
    )
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    yield "odt", zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<office:document-content xmlns:office="{office}office:1.0" xmlns:text="{office}text:1.0"><office:body><office:text>'
            '<text:h text:outline-level="1">Item</text:h><text:p>Anna<text:s text:c="2"/>Berg: <text:span>Full.</text:span></text:p>'
            "</office:text></office:body></office:document-content>",
        }
    )
    yield "epub", zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="o/c.opf"/></rootfiles></container>',
            "o/c.opf": '<package><metadata/><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>',
            "o/a.xhtml": "<html><body><h1>One</h1><p>Full.</p></body></html>",
        }
    )
    yield "rtf", rb"{\rtf1\ansi{\fonttbl{\f0 A;}}{\b Anna Berg:} It\'e9 is \u233?full.\par{\*\x y}\tab No.\par}"
    yield "eml", (
        b"From: Anna <a@b.c>\nDate: Mon, 3 Mar 2025 10:00:00 +0000\nSubject: =?utf-8?q?H=C3=A4fen?=\nContent-Type: "
        b"multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nFull.\n> No.\n--b\nContent-Type: text/html\n\n<p>Full.\n--b--\n"
    )
    yield "mbox", b"From a Tue Mar  4 10:00:00 2025\nFrom: Anna <a@b.c>\n\nFull.\n>From\n\nFrom b Tue Mar  4 10:00:00 2025\nFrom: b\n\nNo.\n"
    yield "rss", b"<rss><channel><item><title>T</title><link>a</link><pubDate>2025-03-04</pubDate><description>&lt;p&gt;Full.</description></item></channel></rss>"
    yield "nitf", b"<nitf><head><title>T</title></head><body><body.head><hedline><hl1>T</hl1></hedline></body.head><body.content><p>Full.</p></body.content></body></nitf>"
    yield "pptx", zipped(
        {
            "ppt/presentation.xml": "<p:sldId id='1' r:id='r1'/>",
            "ppt/slides/slide1.xml": "<p:sp><p:ph type='title'/><a:p><a:t>T</a:t></a:p></p:sp><a:p><a:t>Full.</a:t></a:p>",
        }
    )
    yield "ttml", (
        b'<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"><head><ttm:agent xml:id="a">'
        b'<ttm:name>Anna</ttm:name></ttm:agent></head><body><div><p begin="1s" end="00:00:02.5" ttm:agent="a">It<br/>is</p></div></body></tt>'
    )
    yield "smi", b"<SAMI><BODY><SYNC Start=1000><P Class=EN>Anna: It is<br>full\n<SYNC Start=2000><P>&nbsp;</BODY></SAMI>"
    yield "ass", (
        b"[Script Info]\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        b"Dialogue: 0,0:00:01.00,0:00:02.00,D,Anna,0,0,0,,{\\i1}It\\Nis{\\i0}\n"
    )
    yield "pdf", (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj "
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>endobj "
        b"4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj 5 0 obj<</Length 41>>stream\nBT /F 12 Tf 50 700 Td (It is full.) Tj ET \n"
        b"endstream endobj\ntrailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF"
    )
    text = b"Anna Berg: The harbour is full.\n"
    yield "zip", zipped({"a.txt": text, "b/c.md": "# H\n\n" + text.decode()})
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = len(text)
        archive.addfile(member, io.BytesIO(text))
    yield "tar", out.getvalue()
    for ending, packed in (
        ("gz", gzip.compress(text)),
        ("xz", lzma.compress(text)),
        ("bz2", bz2.compress(text)),
    ):
        yield ending, packed


def main():
    folder, more = Path(sys.argv[1]), map(Path, sys.argv[2:])
    count = 0

    def seed(target, contents):
        nonlocal count
        count += 1
        (folder / target).mkdir(parents=True, exist_ok=True)
        (folder / target / f"seed-{count:04}").write_bytes(contents)

    files = [
        *(HERE / "../tests/corpus").iterdir(),
        *(HERE / "../index/tests/texts").iterdir(),
        *more,
    ]
    sources = [
        (file.suffix[1:], file.read_bytes()) for file in sorted(files) if file.is_file()
    ] + list(made())
    for ending, contents in sources:
        seed("detect", b"\xff" + contents[:4096])
        for name in FORMATS.get(ending, ["plain"]):
            seed(f"read-{name}", b"\0\0" + contents[:20_000])
            seed(f"read-{name}", b"\0\1" + contents[:2_000])
        if ending in ("txt", "md"):
            seed("attribution", contents[:6_000])
            for line in {line for line in contents.splitlines() if line.strip()}:
                seed("rules", line)
                seed("attribution", line)
    for query in QUERIES:
        seed("query", query.encode())
        for target in "highlight", "search":
            # The lengths of fields of unequal length are at the end of an input.
            seed(
                target,
                query.encode()
                + b"\0"
                + b'"The harbour is full," Anna Berg said of the war. Negotiations end. '
                + bytes([len(query.encode())]),
            )
    # A record that contains what it shares with its neighbours, and one that does not. Last, a
    # symbol table, which is also the other's first record.
    shared = b"\1\1\0\0\1d\0\3a/b\1\1s\1\1\2en\0"
    rest = b"\0\0\0\1\2\0\0\1\0\2\1\1\0\4\0"
    words = b"#1Asaidhello"
    for own, first in (
        (b"\0" + shared + rest, b"\0" + shared + rest),
        (b"\2\0" + rest, b"\0" + shared + rest),
        (b"\0\1\xff\0", b"\2he\2lo\1l"),
    ):
        seed("stored", own + words + first + bytes([len(words), len(own)]))


main()
