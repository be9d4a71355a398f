"""What this person may do with this exhibition now: the one table of its steps, in words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from minato_dx.core.steps import Act
from minato_dx.organization.models import User
from showcase.models import Exhibition


@dataclass(frozen=True, slots=True)
class Step:
    """A step as its button, its page and its result put it."""

    label: str
    question: str
    done: str
    consequences: tuple[str, ...]
    needs_reason: bool = False


# Transition → its words, in the order in which they are offered.
STEPS = {
    "open_applications": Step(
        "募集を始める",
        "出展者の募集を始めますか",
        "募集を始めました。",
        (
            "課とDXリーダーの班が、「うちの出展」の画面から申し込めるようになります。",
            "企業は、公開の受付から申し込めるようになります。締切の日までです。",
        ),
    ),
    "publish": Step(
        "案内を始める",
        "案内を始めますか",
        "案内を始めました。",
        (
            "すべての職員が案内を読み、セミナーや入場の時間帯を予約できるようになります。",
            "出展が決まった課・班・企業の内容も見えるようになります。",
        ),
    ),
    "start": Step(
        "開会する",
        "開会しますか",
        "開会しました。",
        ("受付が始まります。押さなくても、最初の日の開く時刻になると自動で開会します。",),
    ),
    "close": Step(
        "閉会する",
        "閉会しますか",
        "閉会しました。",
        (
            "予約と受付が終わります。アンケートは、閉会のあとも答えられます。",
            "押さなくても、最後の日の閉じる時刻になると自動で閉会します。",
        ),
    ),
    "report": Step(
        "報告済みにする",
        "報告済みにしますか",
        "報告済みにしました。",
        ("来場者数・アンケート・その後の相談をまとめ終えたら押します。",),
    ),
    "cancel": Step(
        "中止にする",
        "中止にしますか",
        "中止にしました。",
        (
            "セミナーと入場の予約は、すべて取り消されます。押さえた部屋も空きます。",
            "予約した職員と、出展する課・班に、理由を知らせます。",
            "元には戻せません。",
        ),
        needs_reason=True,
    ),
}


def acts_for(*, exhibition: Exhibition, user: User, day: dt.date) -> list[Act]:
    """Return the steps that can be taken on ``day``, the likeliest first."""
    # The state field gives the model this method; its types know nothing of it.
    fsm: Any = exhibition
    names = {step.name for step in fsm.get_available_user_state_transitions(user)}
    if day < exhibition.starts_on:
        names.discard("start")
    return [
        Act(name, step.label, reverse("exhibition_step", args=[exhibition.pk, name]))
        for name, step in STEPS.items()
        if name in names
    ]
