import re
import shlex

import pytest
from django.apps import apps

from scripts.system_packages import PARTS
from tests.deployment.files import ROOT, service, text

DOCKERFILE = text("Dockerfile").replace("\\\n", " ")
FINAL_STAGE = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]


def included() -> set[str]:
    return {line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")}


def test_stages_for_assets_and_packages_are_left_behind():
    assert re.findall(r"^FROM \S+ AS (\w+)", DOCKERFILE, re.MULTILINE) == ["assets", "packages"]
    assert "npm" not in FINAL_STAGE.replace("node_modules", "")
    assert "pip install" not in FINAL_STAGE


def test_packages_are_hash_checked():
    assert "--require-hashes" in DOCKERFILE


def test_image_does_not_run_as_root():
    user = re.findall(r"^USER (\S+)", FINAL_STAGE, re.MULTILINE)[-1]
    assert user == "portal"
    assert re.search(rf"useradd .*{user}", FINAL_STAGE)
    assert FINAL_STAGE.index("USER ") < FINAL_STAGE.index("ENTRYPOINT")


def test_image_holds_every_app_and_every_file_that_is_copied():
    tops = {config.name.split(".")[0] for config in apps.get_app_configs() if (ROOT / config.path).is_relative_to(ROOT)}
    ours = {top for top in tops if (ROOT / top / "__init__.py").is_file()}
    assert ours | {"templates", "static", "deploy", "manage.py"} <= included()
    assert [name for name in included() if not (ROOT / name).exists()] == []
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    for name in " ".join(copied).split():
        assert name == "." or name in included() or name.split("/")[0] in included(), name


@pytest.mark.parametrize("word", ["ENTRYPOINT", "CMD", "HEALTHCHECK"])
def test_commands_name_files_that_are_there(word):
    command = re.search(rf"^{word}.*?(\[.*\])$", FINAL_STAGE, re.MULTILINE)[1]
    for part in shlex.split(command.strip("[]").replace(",", " ")):
        assert not part.startswith("deploy/") or (ROOT / part).is_file(), part


def test_image_serves_what_compose_serves():
    command = re.search(r"^CMD (\[.*\])$", FINAL_STAGE, re.MULTILINE)[1]
    assert shlex.split(command.strip("[]").replace(",", " ")) == service("web")["command"]


def test_image_holds_what_pdfs_need():
    needed = {package for part in PARTS if part.what != PARTS[0].what for package in part.packages}
    assert [package for package in sorted(needed) if package not in FINAL_STAGE] == []
