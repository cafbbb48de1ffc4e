"""HTML and speech in XML."""

from sources.make import SOURCES, repeat, with_names

html = {
    "div": "<div>",
    "p": "<p>a",
    "b": "<b>",
    "table": "<table><tr><td>",
    "li": "<ul><li>a",
    "closeb": "</b>",
    "h2": "<h2>H</h2><p>It is full.</p>",
    "a": "<a href=x>",
    "aopen": "<a ",
    "comment": "<!--",
    "pre": "<pre>a</pre>",
    "br": "a<br>",
    "bp": "<b><p>",
    "font": "<font><p>",
    "amp": "&amp;",
    "ampx": "&",
    "speak": "<p><b>ANNA BERG:</b> Yes.</p>",
    "script": "<script>",
    "tmpl": "<template>",
    "select": "<select><option>a",
    "math": "<math><mi>",
    "svg": "<svg>",
    "form": "<form>",
    "i-close": "<i></p>",
    "dl": "<dl><dt>Anna<dd>Yes",
    "text": "a",
    "plink": "<p><a href=x>a</a></p>",
    "nestp": "<section><article>",
    "img": '<img src=a alt="b">',
    "figure": "<figure><img src=a><figcaption>c</figcaption></figure>",
    "body": "<body a=b>",
    "cdata": "<![CDATA[",
    "entity": "&#x41;",
    "blockquote": "<blockquote>",
}
for k, s in html.items():
    SOURCES["html/" + k] = ("html", (lambda s: lambda n: "<html><body>" + repeat(s, n))(s))
SOURCES["html/attrs"] = (
    "html",
    lambda n: "<html><body><p " + with_names(n, lambda a, b: f"{a}=1 ") + ">a</p>",
)
SOURCES["html/bodyattrs"] = (
    "html",
    lambda n: "<html>" + with_names(n, lambda a, b: f"<body {a}=1>") + "a",
)
SOURCES["html/names"] = (
    "html",
    lambda n: "<html><body>" + with_names(n, lambda a, b: f"<p>{a} {b}: Yes.</p>"),
)
SOURCES["html/record"] = (
    "html",
    lambda n: "<html><head><title>Congressional Record</title></head><body><pre>\n[Congressional Record Volume 1]\n"
    + repeat("  Mr. INOUYE. Mr. President, it is full.\n", n)
    + "</pre>",
)
SOURCES["html/record-h"] = (
    "html",
    lambda n: "<html><head><title>Congressional Record</title></head><body><pre>\n[Congressional Record Volume 1]\n"
    + repeat("                  HARBOUR\n\n  Mr. INOUYE. It is full.\n", n)
    + "</pre>",
)
tei = {
    "div": "<div>",
    "sp": '<sp who="#a"><speaker>Anna</speaker><p>Yes.</p></sp>',
    "spdeep": "<sp>",
    "l": "<l>a</l>",
    "stage": "<stage>a</stage>",
    "u": '<u who="#a"><seg>Yes.</seg></u>',
    "amp": "&amp;",
    "badamp": "&x;",
    "hi": "<hi>",
    "head": "<div><head>H</head><p>a</p></div>",
    "note": "<note>a</note>",
    "lb": "a<lb/>",
    "pb": "<pb/>",
    "text": "a ",
}
for k, s in tei.items():
    SOURCES["xml/" + k] = (
        "xml",
        (
            lambda s: lambda n: '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>'
            + repeat(s, n)
            + "</body></text></TEI>"
        )(s),
    )
SOURCES["xml/persons"] = (
    "xml",
    lambda n: '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><particDesc><listPerson>'
    + with_names(n / 2, lambda a, b: f'<person xml:id="{a}"><persName>{a} {b}</persName></person>')
    + "</listPerson></particDesc></teiHeader><text><body>"
    + with_names(n / 2, lambda a, b: f'<sp who="#{a}"><speaker>{a}</speaker><p>Yes.</p></sp>')
    + "</body></text></TEI>",
)
SOURCES["xml/who-many"] = (
    "xml",
    lambda n: '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><sp who="'
    + with_names(n, lambda a, b: f"#{a} ")
    + '"><speaker>Anna</speaker><p>Yes.</p></sp></body></text></TEI>',
)
SOURCES["xml/speakers"] = (
    "xml",
    lambda n: '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>'
    + with_names(n, lambda a, b: f'<sp who="#{a}"><speaker>{a}</speaker><p>Yes.</p></sp>')
    + "</body></text></TEI>",
)
SOURCES["xml/attrs"] = (
    "xml",
    lambda n: '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p '
    + with_names(n, lambda a, b: f'{a}="1" ')
    + ">a</p></body></text></TEI>",
)
SOURCES["xml/akn"] = (
    "xml",
    lambda n: "<akomaNtoso><debate><debateBody>"
    + repeat('<speech by="#a"><from>Anna</from><p>Yes.</p></speech>', n)
    + "</debateBody></debate></akomaNtoso>",
)
for k, s in {
    "items": "<item><title>Full</title><link>a</link><description>&lt;p&gt;It is.&lt;/p&gt;</description></item>",
    "open": "<item><description>",
    "deep": "<item><description><div>",
    "entities": "<item><description>&amp;amp; a",
}.items():
    SOURCES["feed/" + k] = ("rss", (lambda s: lambda n: "<rss><channel>" + repeat(s, n))(s))
for k, s in {
    "p": "<p>It is full.</p>",
    "hl2": "<hl2>Costs</hl2>",
    "deep": "<p><block>",
    "items": "</body.content></body><newsItem><headline>H</headline></newsItem>",
}.items():
    SOURCES["nitf/" + k] = (
        "nitf",
        (lambda s: lambda n: "<nitf><body><body.content>" + repeat(s, n))(s),
    )
