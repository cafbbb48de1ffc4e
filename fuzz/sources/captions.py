"""Captions and subtitles: SRT, WebVTT, TTML, SAMI, ASS."""

from sources.make import SOURCES, repeat, with_names


def ts(i, c=","):
    return f"{i//3600:02}:{i//60%60:02}:{i%60:02}{c}000"


def cues(n, f, c=","):
    out = []
    l = 0
    i = 0
    while l < n:
        i += 1
        s = f(i, ts(i, c), ts(i + 1, c))
        out.append(s)
        l += len(s)
    return "".join(out)


SOURCES["srt/cues"] = (
    "srt",
    lambda n: cues(n, lambda i, a, b: f"{i}\n{a} --> {b}\nIt is full\n\n"),
)
SOURCES["srt/cues-stops"] = (
    "srt",
    lambda n: cues(n, lambda i, a, b: f"{i}\n{a} --> {b}\nIt is full.\n\n"),
)
SOURCES["srt/cues-same-time"] = (
    "srt",
    lambda n: repeat("1\n00:00:01,000 --> 00:00:02,000\nfull\n\n", n),
)
SOURCES["srt/dialog"] = (
    "srt",
    lambda n: cues(n, lambda i, a, b: f"{i}\n{a} --> {b}\n- Is it?\n- It is.\n\n"),
)
SOURCES["srt/names"] = (
    "srt",
    lambda n: with_names(
        n, lambda a, b: f"1\n00:00:01,000 --> 00:00:02,000\n{a.upper()} {b.upper()}: full\n\n"
    ),
)
SOURCES["srt/lines"] = ("srt", lambda n: "1\n00:00:01,000 --> 00:00:02,000\n" + repeat("a\n", n))
SOURCES["srt/tags"] = ("srt", lambda n: "1\n00:00:01,000 --> 00:00:02,000\n" + repeat("<i>", n))
SOURCES["srt/times"] = ("srt", lambda n: repeat("00:00:01,000 --> 00:00:02,000\n", n))
SOURCES["vtt/cues"] = (
    "vtt",
    lambda n: "WEBVTT\n\n" + cues(n, lambda i, a, b: f"{a} --> {b}\nIt is full\n\n", "."),
)
SOURCES["vtt/rolling"] = (
    "vtt",
    lambda n: "WEBVTT\n\n" + cues(n, lambda i, a, b: f"{a} --> {b}\nword {i}\nword {i+1}\n\n", "."),
)
SOURCES["vtt/rolling-same"] = (
    "vtt",
    lambda n: "WEBVTT\n\n" + cues(n, lambda i, a, b: f"{a} --> {b}\nword\nword\n\n", "."),
)
SOURCES["vtt/grow"] = (
    "vtt",
    lambda n: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n"
    + repeat("a ", n / 2)
    + "\n\n00:00:02.000 --> 00:00:03.000\n"
    + repeat("a ", n / 2)
    + "b\n\n",
)
SOURCES["vtt/voice"] = (
    "vtt",
    lambda n: "WEBVTT\n\n" + cues(n, lambda i, a, b: f"{a} --> {b}\n<v Anna Berg>It is\n\n", "."),
)
SOURCES["vtt/voices-one-cue"] = (
    "vtt",
    lambda n: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + repeat("<v Anna>a ", n),
)
SOURCES["vtt/open-tags"] = (
    "vtt",
    lambda n: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + repeat("<c", n),
)
SOURCES["vtt/lt"] = ("vtt", lambda n: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + repeat("<", n))
SOURCES["vtt/amp"] = ("vtt", lambda n: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + repeat("&", n))
SOURCES["vtt/notes"] = ("vtt", lambda n: "WEBVTT\n\n" + repeat("NOTE a\n\n", n))
SOURCES["vtt/times"] = (
    "vtt",
    lambda n: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + repeat("<00:00:01.500>a", n),
)
SOURCES["ttml/p"] = (
    "ttml",
    lambda n: '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
    + cues(n, lambda i, a, b: f'<p begin="{a}" end="{b}">It is</p>', ".")
    + "</div></body></tt>",
)
SOURCES["ttml/span"] = (
    "ttml",
    lambda n: '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">'
    + repeat("<span>", n)
    + "</p></div></body></tt>",
)
SOURCES["ttml/br"] = (
    "ttml",
    lambda n: '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">'
    + repeat("a<br/>", n)
    + "</p></div></body></tt>",
)
SOURCES["ttml/agents"] = (
    "ttml",
    lambda n: '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"><head><metadata>'
    + with_names(
        n / 2, lambda a, b: f'<ttm:agent xml:id="{a}"><ttm:name>{a} {b}</ttm:name></ttm:agent>'
    )
    + "</metadata></head><body><div>"
    + with_names(n / 2, lambda a, b: f'<p begin="1s" end="2s" ttm:agent="{a}">It is</p>')
    + "</div></body></tt>",
)
SOURCES["smi/sync"] = (
    "smi",
    lambda n: "<SAMI><BODY>"
    + cues(n, lambda i, a, b: f"<SYNC Start={i*1000}><P Class=EN>It is\n")
    + "</BODY></SAMI>",
)
SOURCES["smi/nest"] = ("smi", lambda n: "<SAMI><BODY><SYNC Start=1><P>" + repeat("<b>", n))
SOURCES["ass/dialogue"] = (
    "ass",
    lambda n: "[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    + cues(
        n,
        lambda i, a, b: f"Dialogue: 0,0:{i//60%60:02}:{i%60:02}.00,0:00:02.00,Default,Anna,0,0,0,,It is\n",
    ),
)
SOURCES["ass/tags"] = (
    "ass",
    lambda n: "[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:02.00,Default,Anna,0,0,0,,"
    + repeat("{\\i1}", n),
)
SOURCES["ass/open"] = (
    "ass",
    lambda n: "[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:02.00,Default,Anna,0,0,0,,"
    + repeat("{", n),
)
SOURCES["sbv/cues"] = (
    "sbv",
    lambda n: cues(n, lambda i, a, b: f"{a},{b}\nANNA: It is full.\n\n", "."),
)
SOURCES["sbv/breaks"] = (
    "sbv",
    lambda n: "0:00:01.000,0:00:02.000\n" + repeat("a[br]", n),
)
SOURCES["srt/one-line"] = (
    "srt",
    lambda n: cues(n, lambda i, a, b: f"{a} --> {b} [SPEAKER_00] It is full.\n"),
)
SOURCES["srt/names-above"] = (
    "srt",
    lambda n: cues(n, lambda i, a, b: f"{i}\n{a} --> {b}\nANNA\nIt is full.\n\n"),
)
SOURCES["srt/words-again"] = (
    "srt",
    lambda n: cues(n, lambda i, a, b: f"{i}\n{a} --> {b}\nit is full it is full it is\n\n"),
)
