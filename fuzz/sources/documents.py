"""Rich Text, mail, office documents, books, archives and PDF."""

import gzip
import io
import re
import tarfile
import zipfile

from sources.make import SOURCES, prose, repeat, with_names

rtf = {
    "groups": "{",
    "groups-b": "{\\b a}",
    "par": "a\\par ",
    "hex": "\\'e9",
    "uni": "\\u233?",
    "ctrl": "\\x",
    "star": "{\\*\\x a}",
    "tab": "\\tab ",
    "cell": "\\cell ",
    "bin": "\\bin1 a",
    "close": "}",
    "fonttbl": "{\\fonttbl{\\f0 a;}}",
    "bs": "\\",
}
for k, s in rtf.items():
    SOURCES["rtf/" + k] = ("rtf", (lambda s: lambda n: "{\\rtf1\\ansi " + repeat(s, n))(s))
eml = {
    "quotes": "> a\n",
    "quotesdeep": ">",
    "on-wrote": "On Monday, Anna Berg wrote:\n> a\n\n",
    "sig": "-- \nAnna\n",
    "wrote": "Anna Berg <a@b.c> wrote:\n",
    "from": "From: a\nSent: b\nTo: c\nSubject: d\n\n",
    "on": "On ",
}
for k, s in eml.items():
    SOURCES["eml/" + k] = (
        "eml",
        (lambda s: lambda n: "From: a@b.c\nSubject: x\n\n" + repeat(s, n))(s),
    )
SOURCES["eml/headers"] = (
    "eml",
    lambda n: "From: a@b.c\n" + with_names(n, lambda a, b: f"X-{a}: {b}\n") + "\nbody\n",
)
SOURCES["eml/fold"] = (
    "eml",
    lambda n: "From: a@b.c\nSubject: x\n" + repeat(" a\n", n) + "\nbody\n",
)
SOURCES["eml/to"] = (
    "eml",
    lambda n: "From: a@b.c\nTo: " + with_names(n, lambda a, b: f"{a}@{b}.c, ") + "\n\nbody\n",
)
SOURCES["eml/parts"] = (
    "eml",
    lambda n: "From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n"
    + repeat("--b\nContent-Type: text/plain\n\na\n", n)
    + "--b--\n",
)
SOURCES["eml/nested"] = (
    "eml",
    lambda n: "From: a@b.c\n"
    + "".join(
        f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(int(n) // 55)
    )
    + "\nx",
)
SOURCES["eml/htmlpart"] = (
    "eml",
    lambda n: "From: a@b.c\nContent-Type: text/html\n\n" + repeat("<p>a</p>", n),
)
SOURCES["eml/qp"] = (
    "eml",
    lambda n: "From: a@b.c\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n"
    + repeat("=41=\n", n),
)
SOURCES["eml/encword"] = (
    "eml",
    lambda n: "From: a@b.c\nSubject: " + repeat("=?utf-8?q?a?= ", n) + "\n\nbody\n",
)


SOURCES["eml/letters"] = (
    "eml",
    lambda n: "From: a@b.c\n" + repeat("Content-Type: message/rfc822\n\n", n) + "x",
)
SOURCES["mbox/messages"] = (
    "mbox",
    lambda n: repeat("From a Tue Mar  4 10:00:00 2025\nFrom: a@b.c\n\nIt is full.\n\n", n),
)
SOURCES["mbox/lines"] = (
    "mbox",
    lambda n: "From a Tue Mar  4 10:00:00 2025\nFrom: a@b.c\n\n" + repeat(">From\n", n),
)
rtf_more = {
    "notes": "a{\\footnote b}",
    "notesdeep": "{\\footnote ",
    "boxes": "{\\shp{\\*\\shpinst{\\shptxt a\\par}}}",
    "fonts": "{\\fonttbl{\\f1\\fcharset204 a;}}",
}
for k, s in rtf_more.items():
    SOURCES["rtf/" + k] = ("rtf", (lambda s: lambda n: "{\\rtf1\\ansi " + repeat(s, n))(s))


def zipped(members):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as z:
        for k, v in members:
            z.writestr(k, v)
    return b.getvalue()


NSW = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body):
    return zipped(
        [
            (
                "[Content_Types].xml",
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            ),
            (
                "word/document.xml",
                f'<?xml version="1.0"?><w:document {NSW}><w:body>{body}</w:body></w:document>',
            ),
        ]
    )


P = lambda t: f'<w:p><w:r><w:t xml:space="preserve">{t}</w:t></w:r></w:p>'
for k in list(SOURCES):
    if k.startswith("docx/"):
        f = SOURCES[k][1]
        SOURCES[k] = (
            "docx",
            (
                lambda f: lambda n: docx(
                    "".join(P(x.replace("<", "")) for x in re.split("\n+", f(n)))
                )
            )(f),
        )
dx = {"runs": "<w:r><w:t>a</w:t></w:r>", "br": "<w:r><w:br/></w:r>", "tab": "<w:r><w:tab/></w:r>"}
for k, s in dx.items():
    SOURCES["docx/x-" + k] = (
        "docx",
        (lambda s: lambda n: docx("<w:p>" + repeat(s, n) + "</w:p>"))(s),
    )
SOURCES["docx/x-tables"] = (
    "docx",
    lambda n: docx(
        repeat("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", n)
    ),
)
SOURCES["docx/x-deep"] = ("docx", lambda n: docx(repeat("<w:tbl><w:tr><w:tc>", n)))
SOURCES["docx/x-head"] = (
    "docx",
    lambda n: docx(
        repeat(
            '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>H</w:t></w:r></w:p><w:p><w:r><w:t>a</w:t></w:r></w:p>',
            n,
        )
    ),
)


def odt(body):
    return zipped(
        [
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            (
                "content.xml",
                '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
                + body
                + "</office:text></office:body></office:document-content>",
            ),
        ]
    )


for k, s in {
    "p": "<text:p>a</text:p>",
    "span": "<text:span>a",
    "h": '<text:h text:outline-level="1">H</text:h><text:p>a</text:p>',
    "s": '<text:p>a<text:s text:c="100"/>b</text:p>',
    "list": "<text:list><text:list-item>",
    "br": "a<text:line-break/>",
}.items():
    SOURCES["odt/" + k] = ("odt", (lambda s: lambda n: odt(repeat(s, n)))(s))


def epub(files, extra=""):
    man = "".join(
        f'<item id="i{i}" href="c{i}.xhtml" media-type="application/xhtml+xml"/>'
        for i in range(len(files))
    )
    sp = "".join(f'<itemref idref="i{i}"/>' for i in range(len(files)))
    return zipped(
        [
            ("mimetype", "application/epub+zip"),
            (
                "META-INF/container.xml",
                '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="c.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
            ),
            (
                "c.opf",
                f'<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>{man}</manifest><spine>{sp}</spine></package>',
            ),
        ]
        + [
            (f"c{i}.xhtml", f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{b}</body></html>')
            for i, b in enumerate(files)
        ]
    )


def pptx(slides):
    return zipped([("ppt/presentation.xml", "<p/>")] + [
        (f"ppt/slides/slide{i}.xml", slide) for i, slide in enumerate(slides)
    ])


SOURCES["pptx/slides"] = ("pptx", lambda n: pptx(["<a:p><a:t>It is full.</a:t></a:p>"] * (n // 200)))
SOURCES["pptx/p"] = ("pptx", lambda n: pptx([repeat("<a:p><a:t>It is full.</a:t></a:p>", n)]))
SOURCES["pptx/rows"] = ("pptx", lambda n: pptx([repeat("<a:tr><a:tc><a:p><a:t>a</a:t>", n)]))
SOURCES["epub/chapters"] = ("epub", lambda n: epub(["<h1>H</h1><p>It is full.</p>"] * (n // 300)))
SOURCES["epub/p"] = ("epub", lambda n: epub([repeat("<p>It is full.</p>", n)]))
SOURCES["epub/div"] = ("epub", lambda n: epub([repeat("<div>", n)]))
SOURCES["zip/members"] = (
    "zip",
    lambda n: zipped([(f"a{i}.txt", "Anna Berg: Yes.\n") for i in range(n // 150)]),
)
SOURCES["zip/big"] = ("zip", lambda n: zipped([("a.txt", prose(n))]))


def tarred(k):
    b = io.BytesIO()
    t = tarfile.open(fileobj=b, mode="w")
    for i in range(k):
        d = b"Anna Berg: Yes.\n"
        ti = tarfile.TarInfo(f"a{i}.txt")
        ti.size = len(d)
        t.addfile(ti, io.BytesIO(d))
    t.close()
    return b.getvalue()


SOURCES["tar/members"] = ("tar", lambda n: tarred(n // 1024))
SOURCES["gz/text"] = ("txt.gz", lambda n: gzip.compress(prose(n).encode()))


def pdf(pages):
    objs = []
    kids = []
    objs.append(b"<</Type/Catalog/Pages 2 0 R>>")
    objs.append(None)
    objs.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for t in pages:
        kids.append(len(objs) + 1)
        objs.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (len(objs) + 2)
        )
        c = t.encode("latin1")
        objs.append(b"<</Length %d>>stream\n" % len(c) + c + b"\nendstream")
    objs[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (
        len(kids),
        b" ".join(b"%d 0 R" % k for k in kids),
    )
    out = b"%PDF-1.4\n"
    offs = []
    for i, o in enumerate(objs):
        offs.append(len(out))
        out += b"%d 0 obj\n" % (i + 1) + o + b"\nendobj\n"
    x = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objs) + 1) + b"".join(
        b"%010d 00000 n \n" % o for o in offs
    )
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objs) + 1, x)


SOURCES["pdf/pages"] = (
    "pdf",
    lambda n: pdf(
        ["BT /F1 12 Tf 50 700 Td (Page head) Tj 0 -20 Td (It is full.) Tj ET"] * (n // 300)
    ),
)
SOURCES["pdf/lines"] = (
    "pdf",
    lambda n: pdf(["BT /F1 12 Tf 50 700 Td " + repeat("(It is full.) Tj 0 -14 Td ", n) + " ET"]),
)
SOURCES["pdf/sameline"] = (
    "pdf",
    lambda n: pdf(["BT /F1 12 Tf 50 700 Td " + repeat("(It is) Tj ", n) + " ET"]),
)
