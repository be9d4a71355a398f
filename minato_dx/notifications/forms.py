"""How one wants to be reached: one choice for each topic."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from minato_dx.core.forms import PortalForm
from minato_dx.core.layout import Button, Buttons, Choices
from minato_dx.notifications.enums import Means, Topic

# A digest cannot carry an invitation: calendars read one mail for one event.
FOR_CALENDAR = [(means.value, means.label) for means in (Means.AT_ONCE, Means.PORTAL)]


class PreferenceForm(PortalForm):
    """A field for each topic, named like it."""

    def __init__(self, *args: Any, back_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back_url = back_url
        for topic in Topic:
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label,
                choices=FOR_CALENDAR if topic == Topic.CALENDAR else Means.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"「{topic.label}」の受け取り方を選んでください。"},
            )

    def get_layout(self) -> Layout:
        buttons = Buttons("この受け取り方にする", Button("お知らせへ戻る", "btn-link", url=self.back_url))
        return Layout(*(Choices(topic.value) for topic in Topic), buttons)

    @property
    def means(self) -> dict[Topic, Means]:
        """What was chosen, by topic."""
        return {topic: Means(self.cleaned_data[topic.value]) for topic in Topic}
