"""A seed's archive has the same bytes wherever and whenever it is built."""

import io
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from scripts.errors import ConfigurationError
from scripts.releases.archives import seed_archive, seed_key
from templates.blocks.buildspecs import MOST_BYTES, MOST_FILES

ROOT = Path(__file__).parents[3]


def make_seed(root: Path, names: list[str]) -> Path:
    """A folder of seeds under git with one seed, `demo`, that has these files."""
    for name in names:
        plant(root, name)
    git(root, "init", "--quiet")
    git(root, "add", "--all", "--force")
    return root


def plant(root: Path, name: str) -> None:
    path = root / "demo" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(name)


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


def names_in(root: Path) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(seed_archive(root, "demo").content)).namelist()


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    names = ["README.md", "steps/train.py", "steps/a.py"]
    first, second = make_seed(tmp_path / "one", names), make_seed(tmp_path / "two", names[::-1])
    os.utime(second / "demo" / "README.md", (1, 1))
    (second / "demo" / "README.md").chmod(0o600)
    assert seed_archive(first, "demo").content == seed_archive(second, "demo").content


def test_an_executable_file_stays_executable(tmp_path: Path) -> None:
    root = make_seed(tmp_path, ["run.sh"])
    git(root, "update-index", "--chmod=+x", "demo/run.sh")
    archive = zipfile.ZipFile(io.BytesIO(seed_archive(root, "demo").content))
    assert archive.getinfo("run.sh").external_attr >> 16 == 0o100755


def test_only_what_git_tracks_is_in_it(tmp_path: Path) -> None:
    """Caches, keys and notes that lie in the folder are nobody else's business, ignored by git or not."""
    root = make_seed(tmp_path, [".gitignore", ".github/workflows/ci.yml", "a.py"])
    before = seed_archive(root, "demo").content
    for name in (
        ".env",
        "id_rsa",
        "keys/id_ed25519",
        "notes.txt",
        "__pycache__/a.pyc",
        ".venv/x",
        "data/customers.csv",
    ):
        plant(root, name)
    (root / "demo" / ".gitignore").write_text("notes.txt\n__pycache__/\n")
    git(root, "add", "demo/.gitignore")
    assert names_in(root) == [".github/workflows/ci.yml", ".gitignore", "a.py"]
    (root / "demo" / ".gitignore").write_text(".gitignore")
    assert seed_archive(root, "demo").content == before


def test_a_tracked_file_is_taken_as_it_is_now_and_not_when_it_is_gone(tmp_path: Path) -> None:
    root = make_seed(tmp_path, ["a.py", "b.py"])
    (root / "demo" / "a.py").write_text("changed")
    (root / "demo" / "b.py").unlink()
    archive = zipfile.ZipFile(io.BytesIO(seed_archive(root, "demo").content))
    assert {name: archive.read(name) for name in archive.namelist()} == {"a.py": b"changed"}


@pytest.mark.parametrize(
    "name", [".env", "deploy/.env.production", "id_rsa", "keys/ID_RSA.old", "tls/server.pem", "x.key"]
)
def test_a_secret_is_refused_even_if_git_tracks_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match="looks like a secret") as caught:
        seed_archive(make_seed(tmp_path, ["a.py", name]), "demo")
    assert f"seedcode/demo/{name}" in caught.value.problem


def test_an_example_of_an_environment_is_no_secret(tmp_path: Path) -> None:
    assert names_in(make_seed(tmp_path, [".env.example", "a.py"])) == [".env.example", "a.py"]


def test_a_folder_that_git_does_not_know_is_refused(tmp_path: Path) -> None:
    root = make_seed(tmp_path, ["a.py"])
    plant(root, "../other/a.py")
    with pytest.raises(ConfigurationError, match="seedcode/other: git tracks no file of it"):
        seed_archive(root, "other")


def test_without_git_there_is_no_archive(tmp_path: Path) -> None:
    plant(tmp_path, "a.py")
    with pytest.raises(ConfigurationError) as caught:
        seed_archive(tmp_path, "demo")
    assert caught.value.hint == "run this in a clone of the repository"


def test_nothing_is_compressed_since_compressors_differ(tmp_path: Path) -> None:
    archive = zipfile.ZipFile(io.BytesIO(seed_archive(make_seed(tmp_path, ["a.py"]), "demo").content))
    assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


def test_a_link_is_refused(tmp_path: Path) -> None:
    root = make_seed(tmp_path, ["a.py"])
    (root / "demo" / "b.py").symlink_to("a.py")
    git(root, "add", "--all")
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
