"""What import-linter cannot see: foreign keys by name, private links, and names that say nothing."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db.models import ForeignObject, ManyToManyField

# Lowest first; an app's models may point to apps below it and to themselves.
ORDER = (
    "core",
    "door",
    "organization",
    "reference",
    "exchange",
    "notifications",
    "attachments",
    "scheduling",
    "leaders",
    "consultations",
    "proposals",
    "showcase",
    "portal",
)
OURS = [config for config in apps.get_app_configs() if config.label in ORDER]
ROOT = Path(settings.BASE_DIR)


def python_files() -> list[Path]:
    rooms = [ROOT / "minato_dx", ROOT / "leaders", ROOT / "consultations", ROOT / "proposals", ROOT / "showcase"]
    return [path for room in rooms for path in room.rglob("*.py") if "migrations" not in path.parts]


def test_every_app_of_ours_has_its_place_in_the_order() -> None:
    own = {config.label for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT)}

    assert {label for label in own if "/.venv/" not in apps.get_app_config(label).path} == set(ORDER)


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_links_point_down(config: object) -> None:
    for model in config.get_models():  # type: ignore[attr-defined]
        for field in model._meta.get_fields():
            if isinstance(field, ForeignObject | ManyToManyField):
                target = field.related_model._meta.app_label
                if target in ORDER:
                    assert ORDER.index(target) <= ORDER.index(config.label), f"{model.__name__}.{field.name}"  # type: ignore[attr-defined]


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_a_lower_app_gets_no_attribute_from_above(config: object) -> None:
    for model in config.get_models():  # type: ignore[attr-defined]
        for field in model._meta.get_fields():
            if (
                isinstance(field, ForeignObject | ManyToManyField)
                and field.related_model._meta.app_label != config.label
            ):  # type: ignore[attr-defined]
                name = field.remote_field.related_name
                # simple_history's own link to the user hides itself the same way; Django completes "+" of many-to-many.
                assert name.endswith("+") or field.name == "history_user", (
                    f"{model.__name__}.{field.name}: related_name"
                )


def test_no_generic_foreign_keys() -> None:
    for config in OURS:
        for model in config.get_models():
            assert not any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields), model


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc"])
def test_no_file_whose_name_says_nothing(name: str) -> None:
    assert not [path for path in python_files() if path.stem == name]


def test_no_source_file_is_longer_than_four_hundred_lines() -> None:
    long = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}

    assert not {path: lines for path, lines in long.items() if lines > 400}


def test_no_template_or_script_leaves_the_closed_network() -> None:
    texts = [*(ROOT / "templates").rglob("*"), *(ROOT / "static").rglob("*")]
    outside = []
    for path in texts:
        if path.is_file():
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                rest = line.replace("http://www.w3.org/", "")
                if "http://" in rest or "https://" in rest or 'src="//' in rest:
                    outside.append(f"{path.name}:{number}")

    assert not outside


def test_nothing_of_ours_is_styled_or_scripted_inline() -> None:
    inline = []
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if any(
            mark in text
            for mark in (' style="', "<style", " onclick=", " onchange=", " onsubmit=", "hx-on", "javascript:")
        ):
            inline.append(path.name)

    assert not inline


def test_every_model_is_named_in_japanese() -> None:
    for config in OURS:
        for model in config.get_models():
            name = str(model._meta.verbose_name)
            assert any(ord(char) > 0x3000 for char in name), f"{model.__name__}: {name}"
