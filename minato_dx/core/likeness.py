"""How alike two Japanese texts are: shared pairs of characters, the rarer the heavier. No dictionary, no model."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

# Pairs of nothing but hiragana (です, から) say nothing of the matter.
_HIRAGANA = re.compile(r"^[\u3041-\u309f]+$")
_RUN = re.compile(r"[^\W_]+")
# What hangs on to the end of a word; at the end of a shared stretch it belongs to no word.
_PARTICLES = "をがはにでとのもや、。・"
SHORTEST_COMMON = 3


def folded(text: str) -> str:
    """Return the text in half width and lower case, as it is compared."""
    return unicodedata.normalize("NFKC", text).casefold()


def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text."""
    found = {run[at : at + 2] for run in _RUN.findall(folded(text)) for at in range(len(run) - 1)}
    return frozenset(pair for pair in found if not _HIRAGANA.match(pair))


def weights_of(texts: Iterable[frozenset[str]]) -> dict[str, float]:
    """Return how much each pair weighs among these texts: one that stands in all of them weighs hardly anything."""
    count, total = Counter[str](), 0
    for pairs in texts:
        count.update(pairs)
        total += 1
    return {pair: math.log((1 + total) / (1 + number)) + 0.1 for pair, number in count.items()}


def likeness(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    """Return from 0 (nothing shared) to 1 (the same pairs) how alike two texts are (the weighted Dice coefficient)."""
    sizes = _weight(one, weights) + _weight(other, weights)
    return 2 * _weight(one & other, weights) / sizes if sizes else 0.0


def _weight(pairs: frozenset[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(pair, 1.0) for pair in pairs)


def common_words(one: str, other: str) -> str:
    """Return the longest stretch that both texts share, of three characters or more; empty where there is none.

    Particles at its ends are left out of what is returned.
    """
    first, second = folded(one), folded(other)
    best = ""
    for at in range(len(first)):
        length = len(best) + 1
        while at + length <= len(first) and first[at : at + length] in second:
            best = first[at : at + length]
            length += 1
    words = best.strip().strip(_PARTICLES).strip()
    is_enough = len(best.strip()) >= SHORTEST_COMMON and len(words) > 1
    return words if is_enough and not _HIRAGANA.match(words) else ""
