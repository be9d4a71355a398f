import json
import re

import pytest

from tests.deployment.files import ROOT, text

LISTS = ("base", "dev", "assets")


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", text(f"requirements/{name}.txt"), re.MULTILINE))


@pytest.mark.parametrize("name", LISTS)
def test_every_python_package_has_a_hash_and_no_list_names_a_host(name):
    content = text(f"requirements/{name}.txt")
    blocks = re.split(r"^(?=[A-Za-z0-9])", content, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(name))
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in content
    assert "--index-url" not in content


def test_tests_run_with_the_versions_that_serve():
    dev = pins("dev")
    assert {package: version for package, version in pins("base").items() if dev.get(package) != version} == {}


def test_npm_lock_has_hashes_and_no_addresses():
    packages = {name: entry for name, entry in json.loads(text("package-lock.json"))["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


def test_npm_runs_no_scripts_of_packages():
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text().splitlines()
