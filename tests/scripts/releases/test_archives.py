"""A seed's archive has the same bytes wherever and whenever it is built."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from scripts.errors import ConfigurationError
from scripts.releases.archives import seed_archive, seed_key
from templates.blocks.buildspecs import MOST_BYTES, MOST_FILES

ROOT = Path(__file__).parents[3]


def make_seed(root: Path, names: list[str]) -> Path:
    for name in names:
        path = root / "demo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return root


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    names = ["README.md", "steps/train.py", "steps/a.py"]
    first, second = make_seed(tmp_path / "one", names), make_seed(tmp_path / "two", names[::-1])
    os.utime(second / "demo" / "README.md", (1, 1))
    (second / "demo" / "README.md").chmod(0o600)
    assert seed_archive(first, "demo").content == seed_archive(second, "demo").content


def test_an_executable_file_stays_executable(tmp_path: Path) -> None:
    root = make_seed(tmp_path, ["run.sh"])
    (root / "demo" / "run.sh").chmod(0o755)
    archive = zipfile.ZipFile(io.BytesIO(seed_archive(root, "demo").content))
    assert archive.getinfo("run.sh").external_attr >> 16 == 0o100755


def test_caches_are_left_out_and_hidden_files_are_not(tmp_path: Path) -> None:
    root = make_seed(
        tmp_path, [".gitignore", ".github/workflows/ci.yml", "__pycache__/a.pyc", ".pytest_cache/x", "a.py"]
    )
    archive = zipfile.ZipFile(io.BytesIO(seed_archive(root, "demo").content))
    assert archive.namelist() == [".github/workflows/ci.yml", ".gitignore", "a.py"]


def test_nothing_is_compressed_since_compressors_differ(tmp_path: Path) -> None:
    archive = zipfile.ZipFile(io.BytesIO(seed_archive(make_seed(tmp_path, ["a.py"]), "demo").content))
    assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


def test_a_link_is_refused(tmp_path: Path) -> None:
    root = make_seed(tmp_path, ["a.py"])
    (root / "demo" / "b.py").symlink_to("a.py")
    with pytest.raises(ConfigurationError, match=r"demo/b\.py: a seed holds no links"):
        seed_archive(root, "demo")


def test_an_unknown_seed_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        seed_archive(make_seed(tmp_path, ["a.py"]), "dmo")
    assert caught.value.hint == "did you mean `demo`?"


def test_the_catalogs_own_code_has_a_folder_of_its_own_in_the_bucket() -> None:
    assert seed_key("release", "ab12") == "release/ab12.zip"
    assert seed_key("weather", "ab12") == "seeds/weather/ab12.zip"


def test_the_release_code_is_within_the_limits_of_the_builds_that_unpack_it() -> None:
    entries = zipfile.ZipFile(io.BytesIO(seed_archive(ROOT, "release").content)).infolist()
    assert len(entries) <= MOST_FILES
    assert sum(entry.file_size for entry in entries) <= MOST_BYTES
