"""What a form says when something is missing or cannot be read: in Japanese, and how to mend it."""

from collections.abc import Iterator, Mapping

from django import forms

# Codes whose texts take parameters: in these a percent sign of a label has to be doubled.
_WITH_PARAMETERS = frozenset(
    {"max_length", "min_length", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"}
)
_QUESTION_ENDS = ("か", "？", "?", "。")


def mend_error_messages(field: forms.Field, label: str) -> None:
    """Replace Django's standard messages of ``field``; what its author wrote stays."""
    standard = _standard_messages(field)
    written = {code for code, text in field.error_messages.items() if text != standard.get(code)}
    for code, text in _texts(field, label):
        if code not in written:
            field.error_messages[code] = text


def _standard_messages(field: forms.Field) -> Mapping[str, str]:
    messages: dict[str, str] = {}
    for cls in reversed(type(field).__mro__):
        messages.update(getattr(cls, "default_error_messages", {}))
    return messages


def _texts(field: forms.Field, label: str) -> Iterator[tuple[str, str]]:
    name = f"「{label}」" if label.endswith(_QUESTION_ENDS) else label
    yield "required", _required_text(name, field.widget)
    for cls, texts in _BY_FIELD.items():
        if isinstance(field, cls):
            for code, text in texts.items():
                yield code, text.format(name=name.replace("%", "%%") if code in _WITH_PARAMETERS else name)


def _required_text(name: str, widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "画面の内容が足りません。開き直して、もう一度送ってください。"
    return f"{name}{_required_verb(widget)}"


def _required_verb(widget: forms.Widget) -> str:
    if isinstance(widget, forms.FileInput):
        return "を付けてください。"
    if isinstance(widget, forms.CheckboxInput):
        return "に印を付けてください。"
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.DateInput):
        return "を選んでください。"
    return "を書いてください。"


# Later entries win where a field is of two classes, so the more special ones come last.
_BY_FIELD: dict[type[forms.Field], dict[str, str]] = {
    forms.CharField: {
        "max_length": "{name}は%(limit_value)d文字までです。いま%(show_value)d文字あります。",
        "min_length": "{name}は%(limit_value)d文字以上にしてください。いま%(show_value)d文字です。",
        "null_characters_not_allowed": "{name}に、目に見えない制御文字がまじっています。書き直してください。",
    },
    forms.EmailField: {"invalid": "{name}は「name@example.jp」の形で書いてください。"},
    forms.URLField: {"invalid": "{name}は「https://…」の形で書いてください。"},
    forms.IntegerField: {
        "invalid": "{name}は数字だけで書いてください。例：1200",
        "min_value": "{name}は%(limit_value)s以上の数にしてください。",
        "max_value": "{name}は%(limit_value)s以下の数にしてください。",
    },
    forms.DecimalField: {
        "invalid": "{name}は数字だけで書いてください。例：7.5",
        "max_digits": "{name}は全部で%(max)sけたまでにしてください。",
        "max_decimal_places": "{name}は小数点より後を%(max)sけたまでにしてください。",
        "max_whole_digits": "{name}は小数点より前を%(max)sけたまでにしてください。",
    },
    forms.DateField: {"invalid": "{name}は「2026-11-24」の形で書いてください。"},
    forms.TimeField: {"invalid": "{name}は「10:30」の形で書いてください。"},
    forms.DateTimeField: {"invalid": "{name}は「2026-11-24 10:30」の形で書いてください。"},
    forms.ChoiceField: {"invalid_choice": "{name}を、一覧の中から選び直してください。"},
    forms.MultipleChoiceField: {
        "invalid_choice": "{name}を、一覧の中から選び直してください。",
        "invalid_list": "{name}を選び直してください。",
    },
    forms.ModelChoiceField: {"invalid_choice": "{name}を、一覧の中から選び直してください。"},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": "{name}を、一覧の中から選び直してください。",
        "invalid_list": "{name}を選び直してください。",
        "invalid_pk_value": "{name}を、一覧の中から選び直してください。",
    },
    forms.FileField: {
        "invalid": "{name}を受け取れませんでした。もう一度選んでください。",
        "missing": "{name}を受け取れませんでした。もう一度選んでください。",
        "empty": "{name}の中身が空です。中身のあるファイルを選んでください。",
        "max_length": "ファイルの名前は%(max)d文字までです。いま%(length)d文字あります。短くして付け直してください。",
        "contradiction": "ファイルを付けるか、外すか、どちらかにしてください。",
    },
    forms.ImageField: {"invalid_image": "{name}は画像として開けません。JPEGかPNGにして付け直してください。"},
}
