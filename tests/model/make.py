#!/usr/bin/env python3
"""make.py: writes a tiny model of texts into this folder, for the tests of search by meaning.

It has the inputs and the output of a text encoder, but only one layer: the vector of each word piece,
times the mask. Words of a line in GROUPS mean nearly the same. ONNX is a message of protocol buffers
(https://onnx.ai/onnx/repo-docs/IR.html); the few fields that are needed are written by hand, so that
nothing has to be installed.
"""
import pathlib
import random
import struct

# Each line is one meaning.
GROUPS = """
ferry boat ship vessel barge
harbour port quay dock pier
storm gale wind weather flood
vote ballot election poll
money budget cost price krone euros
mayor council town city committee
fish catch net herring
school teacher pupil class
bread baker flour oven
said told asked answered
""".split("\n")[1:-1]

# Pieces that have no meaning of their own.
COMMON = "the a of in is was and to ##s ##ing ##ed . , ? '".split()

DIMENSIONS = 24


def varint(number):
    out = b""
    while True:
        low, number = number & 127, number >> 7
        out += bytes([low | (128 if number else 0)])
        if not number:
            return out


def whole(field, number):
    return varint(field << 3) + varint(number)


def part(field, content):
    content = content.encode() if isinstance(content, str) else content
    return varint(field << 3 | 2) + varint(len(content)) + content


def tensor(name, dims, kind, raw):
    """A TensorProto: kind 1 is float, 7 is int64."""
    return b"".join(whole(1, dim) for dim in dims) + whole(2, kind) + part(8, name) + part(9, raw)


def node(kind, inputs, output, attributes=b""):
    """A NodeProto."""
    names = b"".join(part(1, name) for name in inputs)
    return names + part(2, output) + part(4, kind) + attributes


def value(name, kind, dims):
    """A ValueInfoProto; dimensions are numbers or names."""
    def of(dim):
        return part(1, whole(1, dim) if isinstance(dim, int) else part(2, dim))
    shape = part(2, b"".join(of(dim) for dim in dims))
    return part(1, name) + part(2, part(1, whole(1, kind) + shape))


def vectors():
    """The pieces, and a vector for each."""
    chance = random.Random(7)
    pieces = [("[PAD]", None), ("[UNK]", None), ("[CLS]", None), ("[SEP]", None)]
    pieces += [(piece, None) for piece in COMMON]
    for group, words in enumerate(GROUPS):
        pieces += [(word, group) for word in words.split()]
    rows = []
    for piece, group in pieces:
        row = [chance.gauss(0, 0.03) for _ in range(DIMENSIONS)]
        if group is not None:
            row[group] += 1.0
        rows += row
    return [piece for piece, _ in pieces], rows


def model(pieces, rows):
    """A ModelProto."""
    graph = b"".join([
        part(1, node("Gather", ["pieces", "input_ids"], "each")),
        part(1, node("Cast", ["attention_mask"], "mask", part(5, part(1, "to") + whole(3, 1) + whole(20, 2)))),
        part(1, node("Unsqueeze", ["mask", "last"], "wide")),
        part(1, node("Mul", ["each", "wide"], "last_hidden_state")),
        part(2, "tiny"),
        part(5, tensor("pieces", [len(pieces), DIMENSIONS], 1, struct.pack(f"<{len(rows)}f", *rows))),
        part(5, tensor("last", [1], 7, struct.pack("<q", -1))),
        b"".join(part(11, value(name, 7, ["texts", "pieces"]))
                 for name in ["input_ids", "attention_mask", "token_type_ids"]),
        part(12, value("last_hidden_state", 1, ["texts", "pieces", DIMENSIONS])),
    ])
    return whole(1, 8) + part(2, "onrecord") + part(7, graph) + part(8, whole(2, 17))


def main():
    here = pathlib.Path(__file__).parent
    pieces, rows = vectors()
    (here / "model.onnx").write_bytes(model(pieces, rows))
    (here / "vocab.txt").write_text("\n".join(pieces) + "\n")
    (here / "config.json").write_text('{"_name_or_path": "tiny"}\n')
    (here / "README.md").write_text("---\nlicense: mit\n---\n\nMade by make.py, for tests.\n")


main()
