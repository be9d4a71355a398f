"""The report's tables, made once for the page, the PDF and the Excel file, so that all three say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from minato_dx.core.calendar import moment_text, short_day
from minato_dx.core.exports import Cell
from minato_dx.core.figures import number_text
from showcase.selectors.day.report import Report
from showcase.selectors.day.survey import Share, percent

NONE = "—"
FROM_WISHES = (
    "ブース", "スタンプ", "できる（件）", "課の数", "始まった相談（件）", "合意（件）",
    "合意した時間（時間/年）", "実績の時間（時間/年）",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its words. The first cell of a row is its heading; the last row is a sum where ``has_sum``."""

    key: str
    title: str
    note: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    has_sum: bool = False

    @property
    def shown(self) -> list[tuple[str, list[tuple[str, bool]]]]:
        """Return (heading, (text, is it a number) of the other cells) for each row, as the page draws them."""
        return [(str(first), [_shown(cell) for cell in rest]) for first, *rest in self.rows]

    @property
    def head(self) -> str:
        return self.header[0]

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Return the other headings, each with whether numbers stand beneath it."""
        first = self.rows[0] if self.rows else ()
        return [
            (name, bool(first) and not isinstance(first[place], str)) for place, name in enumerate(self.header[1:], 1)
        ]


def _shown(cell: Cell) -> tuple[str, bool]:
    if cell is None:
        return NONE, True
    if isinstance(cell, int | float | Decimal):
        return number_text(cell), True
    return str(cell), False


def report_tables(*, report: Report, before: Report | None) -> list[Table]:
    """Return every table but the survey's, in the order in which they are read."""
    return [
        compared(report, before),
        Table(
            "kinds",
            "来場した人",
            "何日来ても、会場・セミナー・ブースのどこに来ても、1人は1人と数えます。",
            ("区分", "人数（人）", "課・団体・会社の数"),
            [(line.label, line.people, line.bodies) for line in report.kinds]
            + [("計", report.people, sum(line.bodies for line in report.kinds))],
            has_sum=True,
        ),
        Table(
            "departments",
            "部ごとの来場",
            "職員を、来場を登録した日の課で数えます。部は展示会の初日のものです。",
            ("部", "人数（人）", "来た課", "課の数"),
            [(line.name, line.people, line.divisions, line.divisions_in_all) for line in report.departments],
        ),
        Table(
            "days",
            "日ごとの来場",
            "2日来た人は、それぞれの日に数えます。",
            ("日", "人数（人）"),
            [(short_day(line.day), line.people) for line in report.days],
        ),
        seminars(report),
        booths(report),
    ]


def seminars(report: Report) -> Table:
    rows: list[Sequence[Cell]] = []
    for line in report.seminars:
        capacity = line.item.event.capacity
        rate = percent(line.came, capacity) if capacity else None
        when = moment_text(line.item.event.starts_at)
        rows.append((line.item.title, when, capacity, line.reserved, line.waiting, line.came, rate))
    return Table(
        "seminars",
        "セミナー",
        "埋まり具合は、来た人÷定員です。定員のないものは「—」です。",
        ("セミナー", "日時", "定員（席）", "予約（人）", "待ち（人）", "来た人（人）", "埋まり具合（%）"),
        rows,
    )


def booths(report: Report) -> Table:
    rows: list[Sequence[Cell]] = [
        (
            line.exhibitor.name, line.stamps, line.chain.wishes, len(line.chain.divisions), len(line.chain.cases),
            line.chain.agreed, line.chain.hours_agreed, line.chain.hours_realised,
        )
        for line in report.booths
    ]  # fmt: skip
    chain = report.chain
    total = (
        "計", sum(line.stamps for line in report.booths), chain.wishes, len(chain.divisions), len(chain.cases),
        chain.agreed, chain.hours_agreed, chain.hours_realised,
    )  # fmt: skip
    return Table(
        "booths",
        "「うちの課でもできる」から先",
        "時間は、始まった相談の効果の記録から取ります。非公開の相談の時間は入りません。計では、1つの課を1回だけ数えます。",
        FROM_WISHES,
        [*rows, total],
        has_sum=True,
    )


def compared(report: Report, before: Report | None) -> Table:
    """Set the main numbers beside last time's."""
    now, then = _main(report), _main(before) if before else {}
    rows = [(label, value, then.get(label), _more(value, then.get(label))) for label, value in now.items()]
    title = before.exhibition.title if before else ""
    return Table(
        "main",
        "まとめ",
        f"前回は「{title}」です。" if before else "前回はありません。",
        ("項目", "今回", "前回", "増減"),
        rows,
    )


def _main(report: Report) -> dict[str, int | Decimal | None]:
    survey, chain = report.survey, report.chain
    return {
        "来場した人（人）": report.people,
        "うち職員（人）": report.staff,
        "うち庁外の人（人）": report.outside,
        "庁外の団体・会社": report.outside_bodies,
        "出展": len(report.booths),
        "うち企業（社）": report.companies,
        "セミナーに来た人（延べ人）": report.seats_taken,
        "うちの課でもできる（件）": chain.wishes,
        "始まった相談（件）": len(chain.cases),
        "合意（件）": chain.agreed,
        "合意した時間（時間/年）": chain.hours_agreed,
        "実績の時間（時間/年）": chain.hours_realised,
        "アンケートの回答（人）": survey.answers,
        "回答率（%）": survey.rate,
        "見方が変わった・少し変わった（%）": survey.changed.percent,
        "役立ちそうか（5点満点の平均）": survey.mean,
    }


def _more(now: int | Decimal | None, then: int | Decimal | None) -> int | Decimal | None:
    return None if now is None or then is None else now - then


def survey_tables(*, report: Report) -> list[Table]:
    """Return the survey's tables, for where there are no charts beside them."""
    survey = report.survey
    return [
        _share_table("awareness", "アンケート：DXへの見方は変わったか", survey.awareness),
        _share_table("useful", "アンケート：仕事に役立ちそうか", survey.useful),
        _share_table("next", "アンケート：次にしたいこと", survey.next_steps),
    ]


def _share_table(key: str, title: str, shares: Sequence[Share]) -> Table:
    rows = [(share.label, share.number, share.percent) for share in shares]
    return Table(key, title, "割合は、答えた人に対するものです。", ("答え", "人数（人）", "割合（%）"), rows)
