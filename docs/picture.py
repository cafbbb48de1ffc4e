#!/usr/bin/env python3
"""picture.py PROGRAM >docs/search.svg: the README's picture, made from what the program prints on a terminal.

Runs a search in a pseudo-terminal of 100 columns and draws its text, bold, dim and colours as SVG. Run it from the root of the
repository. With --check it compares with docs/search.svg instead; exit status 1 if they differ."""
import fcntl
import html
import os
import pty
import re
import struct
import sys
import termios

COMMAND = ["search", '"harbour dredging"', "--speaker", "berg", "-p", "tests/corpus"]
COLUMNS, FONT, CELL, LINE = 100, 13, 7.83, 19


def screen(program):
    """What the program writes to a terminal, as text with escapes."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS=str(COLUMNS))
        os.environ.pop("NO_COLOR", None)
        # The window must have its size before the program asks for it.
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
        os.execv(program, ["onrecord", *COMMAND])
    written = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        written += piece
    os.waitpid(pid, 0)
    return written.decode("utf-8").replace("\r\n", "\n")


def spans(line):
    """The text of a line in pieces, each with its class; links are left out."""
    line = re.sub(r"\x1b\]8;;.*?\x1b\\", "", line)
    style = ""
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        if piece.startswith("\x1b["):
            codes = set(piece[2:-1].split(";"))
            colored = any(re.fullmatch(r"[39][0-7]", code) for code in codes)
            style = "hit" if colored else "bold" if "1" in codes else "dim" if "2" in codes else ""
        elif piece:
            yield piece, style


def svg(text):
    quoted = [f"'{word}'" if '"' in word else word for word in COMMAND]
    lines = ["$ onrecord " + " ".join(quoted), *text.rstrip("\n").split("\n")]
    width, height = round(COLUMNS * CELL) + 40, len(lines) * LINE + 36
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'role="img" aria-label="A search on a terminal: three passages, the matching words highlighted">',
        "<style>rect{fill:#16181d}text{fill:#d5d8de;font:%dpx ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;"
        "white-space:pre}.bold{font-weight:700;fill:#fff}.dim{fill:#8b929e}.hit{font-weight:700;fill:#ffcf5c}</style>" % FONT,
        '<rect width="100%" height="100%" rx="8"/>',
    ]
    for number, line in enumerate(lines):
        column, y = 0, 30 + number * LINE
        for piece, style in spans(line):
            if piece.strip():
                lead = len(piece) - len(piece.lstrip(" "))
                x = round(20 + (column + lead) * CELL, 1)
                kind = f' class="{style}"' if style else ""
                length = round(len(piece.strip(" ")) * CELL, 1)
                drawn.append(
                    f'<text x="{x}" y="{y}" textLength="{length}"{kind}>{html.escape(piece.strip(" "))}</text>'
                )
            column += len(piece)
    return "\n".join([*drawn, "</svg>", ""])


def main():
    *flags, program = sys.argv[1:]
    drawn = svg(screen(os.path.abspath(program)))
    if "--check" in flags:
        with open("docs/search.svg", encoding="utf-8") as file:
            if file.read() != drawn:
                sys.exit("docs/search.svg is not what the program prints now: docs/picture.py PROGRAM >docs/search.svg")
    else:
        sys.stdout.write(drawn)


if __name__ == "__main__":
    main()
