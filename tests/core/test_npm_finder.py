from pathlib import Path

from django.contrib.staticfiles import finders

from minato_dx.core.npm_finder import FILES, NpmFinder


def lay(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("/* css */")


def test_check_is_silent_where_every_file_is_there(tmp_path):
    lay(tmp_path, *FILES)
    assert NpmFinder(root=tmp_path).check() == []


def test_check_names_the_missing_file_and_the_command(tmp_path):
    lay(tmp_path, *FILES[1:])
    (error,) = NpmFinder(root=tmp_path).check()
    assert FILES[0] in error.msg
    assert "npm ci を実行してください" in error.hint


def test_finder_offers_only_the_listed_files(tmp_path):
    lay(tmp_path, *FILES, "bootstrap/dist/js/bootstrap.js")
    finder = NpmFinder(root=tmp_path)
    assert finder.find(FILES[0]) == str(tmp_path / FILES[0])
    assert finder.find(FILES[0], find_all=True) == [str(tmp_path / FILES[0])]
    assert finder.find("bootstrap/dist/js/bootstrap.js") == []
    assert finder.find("../package.json") == []
    assert [name for name, _ in finder.list([])] == list(FILES)


def test_installed_packages_hold_every_listed_file():
    assert [name for name in FILES if not finders.find(name)] == []


def test_source_map_stands_beside_each_file_that_names_one():
    for name in FILES:
        path = finders.find(name)
        assert path, name
        if not name.endswith(".map") and "sourceMappingURL" in Path(path).read_text(encoding="utf-8"):
            assert f"{name}.map" in FILES
