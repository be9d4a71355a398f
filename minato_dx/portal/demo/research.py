"""Divisions ask who else has solved something. Answers tell of other municipalities what is public, and no more."""

from dataclasses import dataclass

from consultations.enums import ResearchOutcome, Source
from consultations.services import findings, research
from minato_dx.organization.models import User
from minato_dx.portal.demo.consultations import stamp
from minato_dx.portal.demo.named import HEAD
from minato_dx.portal.demo.organisation import DX_SECTION
from minato_dx.portal.demo.scene import Stage
from minato_dx.reference.models import FieldOfWork, Municipality


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: of which municipality, and whether it was checked."""

    code: str
    text: str
    source: Source = Source.MUNICIPALITY
    told_by: str = ""
    is_checked: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: who asks, in what words others are asked, and how far it came."""

    place: tuple[str, int]
    question: str
    began: int
    field: str = ""
    wording: str = ""
    answers: tuple[Answered, ...] = ()
    ends: str = ""


ASKED = (
    Asked(
        ("0704", 1), "展示会を開きたいのですが、予算がありません。お金をかけずに開いたところはありますか", -28,
        field="情報共有",
        wording="庁内の展示会を、お金をかけずに開いた例を探しています。",
        answers=(Answered("131075", "「SUMIDA×DX展」を、予算なしで開いています。", told_by="墨田区"),),
        ends="墨田区の例をお渡ししました。",
    ),
    Asked(
        ("0903", 2), "研修のあと、リーダーにどんな役割をお願いしていますか。うちの課では決まっていません", -12,
        wording="研修を終えたDX推進リーダーに、そのあと何をしてもらっているかを知りたいです。",
        answers=(
            Answered("382019", "研修のあとに何をしてもらうかが難しい、という話が伝えられています。", told_by="松山市"),
            Answered(
                "252107", "年度で区切らず、解かれるまでリーダーを続けるそうです。",
                source=Source.STAFF, is_checked=False,
            ),
        ),
    ),
    Asked(
        ("0903", 1), "一時保育の空きを、電話をかけなくても分かるようにしているところはありますか", 0,
        field="予約・受付",
    ),
)  # fmt: skip


def load_research(*, stage: Stage) -> None:
    """Let divisions ask, over the last weeks; one request is over, one is being asked, one is new."""
    for asked in ASKED:
        _play(stage, asked)


def _play(stage: Stage, asked: Asked) -> None:
    now = stage.timeline.moment(asked.began, "11:20")
    desk = stage.company.by_place[DX_SECTION, HEAD]
    row = research.ask_others(
        asker=stage.company.by_place[asked.place],
        question=asked.question,
        field=FieldOfWork.objects.filter(name=asked.field).first(),
        now=now,
    )
    stamp(stage, now)
    if not asked.wording:
        return
    now = stage.timeline.moment(asked.began + 1, "14:30")
    row = research.word_for_others(request=row, wording=asked.wording, actor=desk, now=now)
    research.pass_on(request=row, to="提案の窓口に来ている事業者、近くの区のDX担当", actor=desk, now=now)
    stamp(stage, now)
    for nth, answered in enumerate(asked.answers):
        now = stage.timeline.moment(asked.began + 4 + nth, "15:10")
        told = findings.Told(
            text=answered.text,
            municipality=Municipality.objects.get(code=answered.code),
            source=answered.source,
            told_by=answered.told_by,
        )
        finding = findings.note_finding(request=row, told=told, actor=_teller(stage, answered, desk), now=now)
        if answered.is_checked:
            findings.check_finding(finding=finding, actor=desk, now=now)
        stamp(stage, now)
    if asked.ends:
        now = stage.timeline.moment(asked.began + 8, "10:00")
        research.close_research(request=row, outcome=ResearchOutcome.FOUND, text=asked.ends, actor=desk, now=now)
        stamp(stage, now)


def _teller(stage: Stage, answered: Answered, desk: User) -> User:
    return stage.company.by_place["0704", 2] if answered.source == Source.STAFF else desk
