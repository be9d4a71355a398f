"""What leaders ask each other, and how an answer is found again. Constant queries, whatever the numbers."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from leaders.enums import QuestionState
from leaders.models import LeaderQuestion, LeaderReply
from leaders.selectors.together import division_names
from minato_dx.core.text import normalise_key
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork, InHouseTool

SIMILAR = 5
# Older questions than these are found by searching.
COMPARED = 1_000
# What carries the meaning of a Japanese title: runs of kanji, katakana, letters and digits, not the hiragana between.
_RUNS = re.compile(r"[^\W_\u3041-\u3096]{2,}")


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question as lists show it; ``division`` is where the asker works today."""

    question: LeaderQuestion
    replies: int
    division: str = ""

    @property
    def state(self) -> QuestionState:
        return state_of(self.question)


@dataclass(frozen=True, slots=True)
class Thread:
    """One question with its replies in order, and where each of their authors works today."""

    question: LeaderQuestion
    replies: list[LeaderReply]
    divisions: dict[int, str]

    @property
    def state(self) -> QuestionState:
        return state_of(self.question)

    @property
    def asker_division(self) -> str:
        return self.divisions[self.question.asker_id]

    @property
    def lines(self) -> list[tuple[LeaderReply, str]]:
        return [(reply, self.divisions[reply.author_id]) for reply in self.replies]


def state_of(question: LeaderQuestion) -> QuestionState:
    return QuestionState.SOLVED if question.solved_at else QuestionState.OPEN


def questions_for(
    *,
    user: User,
    words: str = "",
    tool: InHouseTool | None = None,
    field: FieldOfWork | None = None,
    own: bool = False,
) -> QuerySet[LeaderQuestion]:
    """Return the questions that ``user`` may read and the conditions keep, the newest first."""
    rows: QuerySet[LeaderQuestion] = LeaderQuestion.objects.visible_to(user)
    if own:
        rows = rows.filter(asker=user)
    if tool is not None:
        rows = rows.filter(tool=tool)
    if field is not None:
        rows = rows.filter(field=field)
    keys = [normalise_key(word) for word in words.split()]
    return rows.filter(pk__in=_holding(rows, keys)) if keys else rows


def _holding(rows: QuerySet[LeaderQuestion], keys: Iterable[str]) -> list[int]:
    """Return the questions that hold every key in title, text or replies. Two queries.

    Folded here and not in SQL: neither database finds Ｅｘｃｅｌ by excel, and there are some hundred questions a year.
    """
    texts: dict[int, list[str]] = {pk: list(texts) for pk, *texts in rows.values_list("pk", "title", "text")}
    for pk, text in LeaderReply.objects.filter(question__in=rows.order_by()).values_list("question", "text"):
        texts[pk].append(text)
    folded = {pk: "\n".join(normalise_key(part) for part in parts) for pk, parts in texts.items()}
    return [pk for pk, text in folded.items() if all(key in text for key in keys)]


def counts_by_state(rows: QuerySet[LeaderQuestion]) -> dict[QuestionState, int]:
    """Return how many of ``rows`` are open and how many are solved. One query."""
    found = rows.aggregate(every=Count("pk"), open=Count("pk", filter=Q(solved_at__isnull=True)))
    return {QuestionState.OPEN: found["open"], QuestionState.SOLVED: found["every"] - found["open"]}


def with_replies(rows: QuerySet[LeaderQuestion]) -> QuerySet[LeaderQuestion]:
    """Return ``rows`` with all that a line shows."""
    return rows.select_related("asker", "tool", "field").annotate(reply_count=Count("replies"))


def question_lines(*, questions: Collection[LeaderQuestion], day: dt.date) -> list[QuestionLine]:
    """Return the lines of questions from ``with_replies``. One query."""
    names = division_names(people={row.asker_id for row in questions}, day=day)
    return [
        QuestionLine(row, row.reply_count, names[row.asker_id])  # type: ignore[attr-defined]  # annotated
        for row in questions
    ]


def thread_of(*, question: LeaderQuestion, day: dt.date) -> Thread:
    """Return the question with its replies. Two queries."""
    replies = list(question.replies.select_related("author"))
    people = {question.asker_id, *(reply.author_id for reply in replies)}
    return Thread(question, replies, division_names(people=people, day=day))


def similar_questions(*, user: User, title: str) -> list[QuestionLine]:
    """Return earlier questions that are like ``title``, those that share its rarest words first. Two queries.

    Compared by pairs of characters, each worth the less the more questions have it: 電子申請 alone says little.
    """
    wanted = _pairs(title)
    if not wanted:
        return []
    rows = LeaderQuestion.objects.visible_to(user)
    texts = rows.values_list("pk", "title", "text")[:COMPARED]
    shared = {pk: wanted & (_pairs(name) | _pairs(text)) for pk, name, text in texts}
    number = Counter(pair for pairs in shared.values() for pair in pairs)
    # One pair in common is chance, unless there is no other.
    least = min(2, len(wanted))
    scores = {pk: sum(1 / number[one] for one in pairs) for pk, pairs in shared.items() if len(pairs) >= least}
    best = sorted(scores, key=lambda pk: (-scores[pk], -pk))[:SIMILAR]
    found = {row.pk: row for row in with_replies(rows.filter(pk__in=best))}
    return [QuestionLine(found[pk], found[pk].reply_count) for pk in best]  # type: ignore[attr-defined]  # annotated


def _pairs(text: str) -> set[str]:
    return {run[at : at + 2] for run in _RUNS.findall(normalise_key(text)) for at in range(len(run) - 1)}


# --- What leaders did --------------------------------------------------------------------------------------------


def latest_replies(*, people: Collection[int]) -> dict[int, dt.datetime]:
    """Return when each of the people last replied to a question; who never did is not in it. One query."""
    rows = LeaderReply.objects.filter(author__in=people).order_by().values("author").annotate(latest=Max("written_at"))
    return {row["author"]: row["latest"] for row in rows}


def reply_counts(*, people: Collection[int], since: dt.datetime) -> dict[int, int]:
    """Return how many replies each of the people has written since then; who wrote none has 0. One query."""
    found: dict[int, int] = defaultdict(int)
    rows = LeaderReply.objects.filter(author__in=people, written_at__gte=since)
    for author in rows.order_by().values_list("author", flat=True):
        found[author] += 1
    return {person: found[person] for person in people}
