"""What a leader answers, and what a requester says to it."""

from crispy_forms.layout import Layout

from consultations.forms.steps import SolvedForm
from minato_dx.core.fields import TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons

ANSWER, HAND_ON = "answer", "hand_on"


class LeaderAnswerForm(StepForm):
    """One text and two ways: the answer, or the case to the DX section with what was learned."""

    not_done = "まだ送っていません"
    marked_optional = ()

    text = TextField(
        label="分かったこと・答え",
        rows=5,
        required=False,
        help_text="担当に回すときは、聞いて分かったことがあれば書いてください。書かなくても回せます。",
    )

    def get_layout(self) -> Layout:
        return Layout(
            "text",
            Buttons(
                Button("答える", name="act", value=ANSWER),
                Button("担当に回す", "btn-outline-primary", name="act", value=HAND_ON),
                Button(self.back_label, url=self.back_url),
            ),
        )


class HandOnForm(StepForm):
    """What the requester adds for the DX section, if anything."""

    not_done = "まだ回していません"
    submit_label = "担当に回す"

    text = TextField(label="いま困っていること", required=False, rows=3)


class LeaderSolvedForm(SolvedForm):
    """One word to the leader, if any."""
