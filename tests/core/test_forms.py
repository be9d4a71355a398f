import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from minato_dx.core.fields import AmountField, CountField, DayField, ScoreField
from minato_dx.core.forms import PortalForm, PortalModelForm
from minato_dx.core.layout import Buttons
from minato_dx.organization.models import User


def errors_of(field: forms.Field, value, **form_options) -> list[str]:
    """Return what a form with this one field says to ``value``."""
    form_class = type("OneField", (PortalForm,), {"one": field})
    return form_class({"one": value}, **form_options).errors.get("one", [])


# --- Words that tell how to mend -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (forms.CharField(label="業務名"), "", "業務名を書いてください。"),
        (forms.CharField(label="なぜ困っていますか"), " ", "「なぜ困っていますか」を書いてください。"),
        (forms.CharField(label="符号", widget=forms.HiddenInput), "", "画面の内容が足りません"),
        (forms.CharField(label="業務名", max_length=3), "あいうえ", "業務名は3文字までです。いま4文字あります。"),
        (forms.CharField(label="達成率100%", max_length=1), "あい", "達成率100%は1文字までです。いま2文字あります。"),
        (forms.CharField(label="理由", min_length=3), "あ", "理由は3文字以上にしてください。いま1文字です。"),
        (forms.CharField(label="理由"), "a\x00b", "制御文字がまじっています"),
        (forms.EmailField(label="メール"), "hatano", "メールは「name@example.jp」の形で書いてください。"),
        (forms.URLField(label="リンク", assume_scheme="https"), "//", "リンクは「https://…」の形で書いてください。"),
        (CountField(label="年間件数"), "たくさん", "年間件数は数字だけで書いてください。例：1200"),
        (CountField(label="年間件数"), "-1", "年間件数は0以上の数にしてください。"),
        (CountField(label="年間件数"), "1" * 30, "年間件数は99999999以下の数にしてください。"),
        (CountField(label="年間件数"), "1" * 5_000, "年間件数は数字だけで書いてください。"),
        (AmountField(label="1件当たり"), "7.25", "1件当たりは小数点より後を1けたまでにしてください。"),
        (AmountField(label="1件当たり"), "７分", "1件当たりは数字だけで書いてください。例：7.5"),
        (forms.DecimalField(label="割合", max_digits=2), "123", "割合は全部で2けたまでにしてください。"),
        (DayField(label="会いたい日"), "13月", "会いたい日は「2026-11-24」の形で書いてください。"),
        (DayField(label="会いたい日"), "", "会いたい日を選んでください。"),
        (forms.TimeField(label="時刻"), "25時", "時刻は「10:30」の形で書いてください。"),
        (forms.DateTimeField(label="日時"), "x", "日時は「2026-11-24 10:30」の形で書いてください。"),
        (forms.ChoiceField(label="分野", choices=[("a", "紙")]), "", "分野を選んでください。"),
        (forms.ChoiceField(label="分野", choices=[("a", "紙")]), "z", "分野を、一覧の中から選び直してください。"),
        (forms.MultipleChoiceField(label="媒体", choices=[("a", "紙")]), "a", "媒体を選び直してください。"),
        (forms.MultipleChoiceField(label="媒体", choices=[("a", "紙")]), ["z"], "媒体を、一覧の中から選び直して"),
        (forms.BooleanField(label="確かめました"), "", "確かめましたに印を付けてください。"),
        (forms.FileField(label="写真"), None, "写真を付けてください。"),
        (
            forms.CharField(label="理由", error_messages={"required": "閉じる理由を1文で。"}),
            "",
            "閉じる理由を1文で。",
        ),
    ],
)
def test_a_message_tells_how_to_mend(field, value, message):
    assert message in "".join(errors_of(field, value))


def test_an_empty_file_is_explained():
    upload = SimpleUploadedFile("台帳.pdf", b"")

    assert errors_of(forms.FileField(label="台帳"), None, files={"one": upload}) == [
        "台帳の中身が空です。中身のあるファイルを選んでください。"
    ]


def test_a_file_that_is_no_picture_is_explained():
    upload = SimpleUploadedFile("写真.jpg", b"x")

    assert errors_of(forms.ImageField(label="写真"), None, files={"one": upload}) == [
        "写真は画像として開けません。JPEGかPNGにして付け直してください。"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("field_class", [forms.ModelChoiceField, forms.ModelMultipleChoiceField])
def test_a_row_that_is_gone_is_explained(field_class):
    field = field_class(User.objects.all(), label="担当")

    assert errors_of(field, ["999"] if field_class is forms.ModelMultipleChoiceField else "999") == [
        "担当を、一覧の中から選び直してください。"
    ]


@pytest.mark.django_db
def test_a_model_form_speaks_in_the_same_words():
    class UserForm(PortalModelForm):
        class Meta:
            model = User
            fields = ["name", "email"]

    form = UserForm({"name": "", "email": "x"})

    assert form.errors["name"] == ["氏名を書いてください。"]
    assert form.errors["email"] == ["メールは「name@example.jp」の形で書いてください。"]


# --- 任意 and the summary --------------------------------------------------------------------------------
class Meeting(PortalForm):
    place = forms.CharField(label="場所")
    note = forms.CharField(label="ひとこと", required=False)
    remind = forms.BooleanField(label="前日に知らせる", required=False)


class Draft(Meeting):
    marked_optional = frozenset({"place"})


@pytest.mark.parametrize(
    ("form_class", "marked"), [(Meeting, {"place": False, "note": True}), (Draft, {"place": True, "note": False})]
)
def test_optional_fields_are_marked(form_class, marked):
    for name, expected in marked.items():
        html = Template("{% load crispy_forms_tags %}{{ field|as_crispy_field }}").render(
            Context({"field": form_class()[name]})
        )
        assert ("任意" in html) is expected, name


def test_a_tick_box_is_never_marked_optional():
    html = Template("{% load crispy_forms_tags %}{{ form.remind|as_crispy_field }}").render(
        Context({"form": Meeting()})
    )

    assert "任意" not in html


def summary(form) -> str:
    return Template("{% error_summary form %}").render(Context({"form": form}))


def test_what_is_wrong_with_the_whole_stands_in_the_summary_without_a_link():
    class Clash(Meeting):
        not_done = "まだ決まっていません"

        def clean(self):
            raise forms.ValidationError("その時間には別のヒアリングがあります。")

    html = summary(Clash({"place": "501会議室"}))

    assert "まだ決まっていません</h2>" in html
    assert "その時間には別のヒアリングがあります。" in html
    assert "<a" not in html


def test_a_hidden_field_is_no_place_to_mend():
    class Tokened(Meeting):
        token = forms.CharField(widget=forms.HiddenInput)

    html = summary(Tokened({"note": ""}))

    assert "1か所を直してください" in html
    assert "#id_token" not in html


def test_the_summary_promises_only_what_the_browser_keeps():
    class Password(PortalForm):
        password = forms.CharField(label="パスワード", widget=forms.PasswordInput)

    class Photo(Meeting):
        photo = forms.FileField(label="写真", required=False)

    upload = {"photo": SimpleUploadedFile("a.png", b"x")}

    assert "残っています" not in summary(Password({}))
    assert "書いた内容は残っています。</p>" in summary(Photo({}))
    assert "ファイルだけ、もう一度選んでください。" in summary(Photo({}, upload))


# --- The helper ------------------------------------------------------------------------------------------
def test_the_helper_leaves_checking_to_the_server():
    helper = Meeting().helper

    assert helper.attrs["novalidate"] is True
    assert helper.form_method == "post"


def test_a_form_with_a_verb_ends_with_its_button():
    class WithButton(Meeting):
        submit_label = "決める"

    assert isinstance(WithButton().helper.layout.fields[-1], Buttons)
    assert "remind" in Meeting().helper.layout.fields


def test_pasted_text_is_never_cut_by_the_browser():
    class Short(PortalForm):
        title = forms.CharField(label="件名", max_length=10)

    assert "maxlength" not in str(Short()["title"])


# --- Numbers and days ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("typed", "number"), [("９，６００", 9600), (" 1,120 ", 1120), ("0", 0), ("", None)])
def test_counts_are_read_in_any_width(typed, number):
    assert CountField(required=False).clean(typed) == number


@pytest.mark.parametrize(("typed", "number"), [("７．５", Decimal("7.5")), ("1,000", Decimal(1000)), ("", None)])
def test_amounts_are_read_in_any_width(typed, number):
    assert AmountField(required=False).clean(typed) == number


@given(st.integers(0, 99_999_999))
def test_a_count_that_is_shown_is_read_as_itself(number):
    field = CountField()

    assert field.clean(field.prepare_value(number)) == number


@given(st.decimals(0, 1_000_000, places=1))
def test_an_amount_that_is_shown_is_read_as_itself(number):
    field = AmountField()

    assert field.clean(field.prepare_value(number)) == number


def test_what_was_typed_comes_back_as_it_was_typed():
    assert CountField().prepare_value("９，６００件") == "９，６００件"


def test_numbers_ask_for_the_number_keys_of_a_phone():
    assert CountField().widget.attrs["inputmode"] == "numeric"
    assert AmountField().widget.attrs["inputmode"] == "decimal"


def test_a_day_is_handed_to_the_browsers_calendar_in_iso():
    class Day(PortalForm):
        day = DayField(label="日")

    assert 'type="date" name="day" value="2026-11-24"' in str(Day(initial={"day": dt.date(2026, 11, 24)})["day"])


# --- What a field is chosen from ---------------------------------------------------------------------------
class Filter(PortalForm):
    state = forms.ChoiceField(label="状態", required=False, choices=[("", "すべて"), ("open", "受付")])
    place = forms.ChoiceField(label="部・課", required=False)
    owner = forms.ModelChoiceField(label="担当", queryset=User.objects.none(), required=False)

    def __init__(self, *args, people=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offer("place", [("", "すべて"), ("保健部", [("7", "保健課")])])
        self.offer("owner", people)


def test_the_conditions_of_a_list_are_said_in_the_words_of_its_choices() -> None:
    form = Filter({"state": "open", "place": "7", "owner": ""}, people=User.objects.none())

    assert form.is_valid()
    assert form.conditions_in("state", "place") == ["状態「受付」", "部・課「保健課」"]


def test_conditions_left_open_are_not_said() -> None:
    form = Filter({"state": "", "place": ""}, people=User.objects.none())

    assert form.is_valid()
    assert form.conditions_in("state", "place") == []


@pytest.mark.django_db
def test_only_rows_that_are_offered_can_be_chosen() -> None:
    offered, other = (User.objects.create_user(number, "港 花子") for number in ("T00001", "T00002"))
    people = User.objects.filter(pk=offered.pk)

    assert Filter({"owner": offered.pk}, people=people).is_valid()
    assert not Filter({"owner": other.pk}, people=people).is_valid()


@pytest.mark.parametrize(("typed", "message"), [("", "1から3のどれかを選んでください。"), ("4", "選び直してください")])
def test_a_score_outside_its_scale_is_refused(typed: str, message: str) -> None:
    field = ScoreField(label="効果", scale=[("1", "1 低い"), ("2", "2"), ("3", "3 高い")])

    errors = errors_of(field, typed)

    assert len(errors) == 1
    assert message in errors[0]


def test_a_score_is_a_number() -> None:
    assert ScoreField(label="効果", scale=[("1", "低い"), ("2", "高い")]).clean("2") == 2
