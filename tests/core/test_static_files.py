import json
from pathlib import Path

import pytest

from minato_dx.core.static_files import RememberingStaticFilesStorage


@pytest.fixture
def storage(tmp_path: Path) -> RememberingStaticFilesStorage:
    manifest = {"version": "1.1", "paths": {"css/portal.css": "css/portal.12ab.css"}, "hash": "x"}
    (tmp_path / "staticfiles.json").write_text(json.dumps(manifest))
    return RememberingStaticFilesStorage(location=tmp_path, base_url="/static/")


def test_the_address_carries_the_hash_of_the_content_each_time(storage: RememberingStaticFilesStorage) -> None:
    assert [storage.url("css/portal.css") for _ in range(3)] == ["/static/css/portal.12ab.css"] * 3


def test_a_file_that_was_not_collected_is_an_error_each_time(storage: RememberingStaticFilesStorage) -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="missing.css"):
            storage.url("css/missing.css")
