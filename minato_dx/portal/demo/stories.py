"""Stories that came of closed consultations: some are published, some on their way."""

import datetime as dt
from dataclasses import dataclass

from consultations.models import Consultation
from consultations.services.interests import say, wish
from minato_dx.portal.demo.consultations import stamp
from minato_dx.portal.demo.named import HEAD
from minato_dx.portal.demo.organisation import DX_SECTION
from minato_dx.portal.demo.pictures import before_and_after
from minato_dx.portal.demo.scene import Stage
from showcase.enums import STORY_KIND, Said, State
from showcase.models import Story
from showcase.services import agreeing, beginning, pictures, publishing, writing


@dataclass(frozen=True, slots=True)
class Told:
    """The story of one case: what it is called, how far it came, and what the division adds."""

    key: str
    title: str
    state: State = State.PUBLISHED
    ingenuity: str = ""
    constraints_met: str = ""


STORIES = (
    Told(
        "queue", "窓口の待ち人数を課のページで見せた",
        ingenuity="はじめの1か月は、職員が10分ごとに人数を打ちかえました。役に立つと分かってから、自動にしています。",
        constraints_met="待ち時間の予測は外れやすく、苦情になりました。人数だけを見せるように変えています。",
    ),
    Told(
        "school-aid", "押印をやめたら、往復の郵便もなくなった",
        ingenuity="学校の事務の方に、先に様式を見てもらいました。",
        constraints_met="援助が遅れないように、初年度は前の様式も受け付けました。",
    ),
    Told(
        "site-photos", "現場写真の整理を共有フォルダの型にした",
        ingenuity="名前を付けるのをやめ、撮った日と順番で足りることにしました。",
        constraints_met="古い写真は動かしていません。今年の工事からだけ始めました。",
    ),
    Told("budget", "予算要求の様式を1つにして、話す日をふやした"),
    Told("vouchers", "伝票の差戻しを、送る前に防ぐ", State.REVIEW),
    Told("nursery-monthly-report", "園からの月次報告を、開けばつながる型にした", State.ASKED),
    Told("certification", "認定の結果を、聞かれる前に知らせる", State.DRAFT),
)  # fmt: skip
SHOWN = "左に紙の束、右にその代わりになった画面の絵"
WISHES = ((("0903", 1), "一時保育の空きも、同じように見せたいです"), (("0704", 1), ""))


def load_stories(*, stage: Stage) -> None:
    """Let divisions tell what came of it, over the last weeks."""
    for nth, told in enumerate(STORIES):
        _tell(stage, told, nth)
    _wish(stage)


def _tell(stage: Stage, told: Told, nth: int) -> None:
    moment = stage.timeline.moment(-30 + 3 * nth, "14:10")
    case = Consultation.objects.get(pk=stage.numbers[told.key])
    writer = stage.user(case.requester_id)
    story = beginning.begin_story(case=case, actor=writer, now=moment)
    words = {name: getattr(story, name) for name in writing.WRITTEN}
    words |= {"title": told.title, "ingenuity": told.ingenuity, "constraints_met": told.constraints_met}
    story = writing.write_story(story=story, actor=writer, words=words, version=story.version, now=moment)
    if nth % 4 != 3:
        picture = before_and_after(nth=nth)
        pictures.add_picture(story=story, actor=writer, upload=picture, alt=SHOWN, now=moment)
        story = Story.objects.get(pk=story.pk)
    if told.state != State.DRAFT:
        story = agreeing.ask_consent(story=story, actor=writer, now=moment)
    stamp(stage, moment)
    if told.state in (State.REVIEW, State.PUBLISHED):
        _agree(stage, story, moment + dt.timedelta(days=1))
    if told.state == State.PUBLISHED:
        published = moment + dt.timedelta(days=1, minutes=40)
        publishing.publish(story=story, actor=stage.company.by_place[DX_SECTION, HEAD], now=published)
        stamp(stage, published)


def _agree(stage: Stage, story: Story, moment: dt.datetime) -> None:
    for consent in story.consents.filter(version=story.version, said=Said.WAITING):
        person = stage.user(consent.person_id)
        agreeing.say_to_story(story=story, actor=person, agrees=True, comment="", now=moment)
    stamp(stage, moment)


def _wish(stage: Stage) -> None:
    moment = stage.timeline.moment(-4, "10:50")
    story = Story.objects.filter(state=State.PUBLISHED).order_by("pk")[0]
    for place, words in WISHES:
        person = stage.company.by_place[place]
        row = wish(user=person, kind=STORY_KIND, object_id=story.pk, now=moment)
        if words:
            say(interest=row, user=person, sentence=words)
    stamp(stage, moment)
