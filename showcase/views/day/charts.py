"""Where a chart's bars stand, so that a template draws and does not reckon."""

from collections.abc import Sequence
from dataclasses import dataclass

STEP, LEFT, WIDTH = 26, 100, 200


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, what is written at its end, and its place in the drawing."""

    label: str
    text: str
    y: int
    width: int

    @property
    def baseline(self) -> int:
        return self.y + 13

    @property
    def end(self) -> int:
        return LEFT + self.width + 6


@dataclass(frozen=True, slots=True)
class Chart:
    """Lying bars below one another, in a drawing 360 wide."""

    bars: list[Bar]
    left: int = LEFT

    @property
    def height(self) -> int:
        return STEP * len(self.bars) + 4


def chart(rows: Sequence[tuple[str, int]], *, unit: str) -> Chart:
    """Return the chart of (words, number) rows; the longest bar is as wide as there is room."""
    longest = max((number for _label, number in rows), default=0) or 1
    return Chart(
        [
            Bar(label, f"{number:,}{unit}", STEP * place + 4, round(WIDTH * number / longest))
            for place, (label, number) in enumerate(rows)
        ]
    )
