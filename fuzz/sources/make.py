"""What the makers of sources share. A maker takes a number of bytes and returns about as many."""

import random

# The kinds of sources: name -> (file extension, maker). Each file of this folder adds its own.
SOURCES = {}

WORDS = (
    "the harbour was full of ships and nobody said that it would be empty again before winter came"
).split()


def prose(n, seed=1):
    """About `n` bytes of words, always the same for a seed."""
    r = random.Random(seed)
    out = []
    length = 0
    while length < n:
        word = r.choice(WORDS)
        out.append(word)
        length += len(word) + 1
    return " ".join(out)


def repeat(text, n):
    """`text` as often as it fits into `n` bytes, at least once."""
    return text * max(1, int(n) // len(text.encode()))


def with_names(n, make):
    """About `n` bytes of `make(first, last)`, each time with other names."""
    out = []
    length = 0
    number = 0
    while length < n:
        number += 1
        letters = ""
        rest = number
        while True:
            letters += chr(97 + rest % 26)
            rest //= 26
            if rest == 0:
                break
        text = make("Ab" + letters, "Zy" + letters[::-1])
        out.append(text)
        length += len(text)
    return "".join(out)
