"""The measurements as tables of text."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.web.measuring import Figures

# Page → (times the floor, statements) that it should stay within.
GOALS = {
    "list (own)": (6, 12),
    "list (all)": (6, 12),
    "list (late)": (6, 12),
    "list (filtered)": (6, 12),
    "list (by last word)": (6, 12),
    "detail": (6, 15),
    "submission": (8, None),
}
GROWTH_GOAL = 1.3


@dataclass(frozen=True, slots=True)
class Result:
    """What one size came to: per page, by one client and by many."""

    size: int
    one: dict[str, Figures]
    many: dict[str, Figures]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as aligned columns, the first one to the left and the others to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [
        "  ".join(text.ljust(width) if not place else text.rjust(width) for place, (text, width) in enumerate(cells))
        for cells in (list(zip(row, widths, strict=True)) for row in rows)
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def size_report(result: Result, *, clients: int) -> str:
    """Return the table of one size, in milliseconds.

    "x floor" is the median's ratio to the floor's by one client, and by many clients that of the answers per second:
    with all workers busy, waiting says more about the queue than about the page.
    """
    floor, floor_many = result.one["floor"], result.many["floor"]
    rows = [["page", "p50", "p95", "req/s", "x floor", f"p50/{clients}", f"p95/{clients}", f"req/s/{clients}",
             f"x floor/{clients}", "SQL", "goal"]]  # fmt: skip
    for name, one in result.one.items():
        many = result.many[name]
        rows.append([
            name, f"{one.p50:.1f}", f"{one.p95:.1f}", f"{one.per_second:.0f}", f"{one.p50 / floor.p50:.1f}",
            f"{many.p50:.1f}", f"{many.p95:.1f}", f"{many.per_second:.0f}",
            f"{floor_many.per_second / many.per_second:.1f}",
            str(max(one.statements, many.statements)), _goal(name, result),
        ])  # fmt: skip
    return f"{result.size:,} consultations, milliseconds\n{table(rows)}"


def _goal(name: str, result: Result) -> str:
    if name not in GOALS:
        return ""
    times, statements = GOALS[name]
    one, many = result.one[name], result.many[name]
    met = (
        one.p50 <= times * result.one["floor"].p50
        and many.per_second * times >= result.many["floor"].per_second
        and (statements is None or max(one.statements, many.statements) <= statements)
    )
    wanted = f"{times}x" if statements is None else f"{times}x, {statements} SQL"
    return f"{wanted}: {'met' if met else 'NOT MET'}"


def growth_report(results: Sequence[Result]) -> str:
    """Return how much slower each page is than at the first size: as measured, and in times of the floor beside it."""
    first = results[0]
    rows = [["page", *(f"p50 at {result.size:,}" for result in results), "slower", "slower (by floor)", "goal"]]
    for name in first.one:
        last = results[-1]
        raw = last.one[name].p50 / first.one[name].p50
        by_floor = raw / (last.one["floor"].p50 / first.one["floor"].p50)
        verdict = "met" if min(raw, by_floor) <= GROWTH_GOAL else "NOT MET"
        rows.append([
            name, *(f"{result.one[name].p50:.1f}" for result in results), f"{raw:.2f}", f"{by_floor:.2f}",
            f"{GROWTH_GOAL}x: {verdict}",
        ])  # fmt: skip
    return f"Growth from {first.size:,} to {results[-1].size:,} consultations\n{table(rows)}"
