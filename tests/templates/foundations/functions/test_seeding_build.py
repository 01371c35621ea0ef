"""The seeding build, run as CodeBuild would run it, against real git repositories."""

import hashlib
import os
import stat
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

import templates.foundations.functions
from tests.templates.rendered import template_of

Entries = Sequence[tuple[zipfile.ZipInfo, bytes]]
BUILDSPEC = Path(templates.foundations.functions.__file__).parent / "seeding-buildspec.yml"
AWS_THAT_HAS_THE_SEED = '#!/bin/sh\nfor last; do :; done\ncp "$SEED_FILE" "$last"\n'
AWS_THAT_REFUSES = "#!/bin/sh\nexit 254\n"


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    repository = tmp_path / "remote.git"
    _git("init", "-q", "--bare", "-b", "main", str(repository))
    return repository


def _git(*arguments: str, folder: Path | None = None) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def _run(
    tmp_path: Path, remote: Path, aws: str = AWS_THAT_HAS_THE_SEED, digest: str = "", entries: Entries = ()
) -> tuple[int, str]:
    """The exit code of the build, and the outcome that it exports; `entries` are further content of the seed."""
    place = tmp_path / "build"
    place.mkdir()
    with zipfile.ZipFile(tmp_path / "seed.zip", "w") as archive:
        archive.writestr("README.md", "Weather")
        archive.writestr("steps/train.py", "train()")
        for entry, content in entries:
            archive.writestr(entry, content)
    digest = digest or hashlib.sha256((tmp_path / "seed.zip").read_bytes()).hexdigest()
    (tmp_path / "aws").write_text(aws)
    (tmp_path / "aws").chmod(0o755)
    command = "\n".join(yaml.safe_load(BUILDSPEC.read_text())["phases"]["build"]["commands"])
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "REMOTE": str(remote),
        "BRANCH": "main",
        "SEED_BUCKET": "assets",
        "SEED_KEY": f"seeds/weather/{digest}.zip",
        "SEED_OWNER": "111111111111",
        "SEED_FILE": str(tmp_path / "seed.zip"),
    }
    shell = ["bash", "-c", f"trap 'echo \"OUTCOME $SEEDING_OUTCOME\"' EXIT\n{command}"]
    done = subprocess.run(shell, cwd=place, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.rpartition("OUTCOME ")[2].strip()


def test_empty_repository_is_filled(tmp_path: Path, remote: Path) -> None:
    assert _run(tmp_path, remote) == (0, "The repository was empty: filled with the seed.")
    assert _git("ls-tree", "-r", "--name-only", "main", folder=remote).split() == ["README.md", "steps/train.py"]


def test_repository_with_a_commit_is_left_alone(tmp_path: Path, remote: Path) -> None:
    _git("clone", "-q", str(remote), "theirs", folder=tmp_path)
    author = ("-c", "user.name=x", "-c", "user.email=x@example.com")
    _git(*author, "commit", "-q", "--allow-empty", "-m", "Ours", folder=tmp_path / "theirs")
    _git("push", "-q", "origin", "HEAD:refs/heads/other", folder=tmp_path / "theirs")
    before = _git("for-each-ref", folder=remote)
    assert _run(tmp_path, remote) == (0, "The repository is not empty: left alone.")
    assert _git("for-each-ref", folder=remote) == before


def test_repository_that_cannot_be_read_fails_with_what_to_check(tmp_path: Path) -> None:
    code, outcome = _run(tmp_path, tmp_path / "nowhere.git")
    assert (code, outcome.partition(":")[0]) == (1, "The repository could not be read")


def test_seed_that_cannot_be_read_fails_with_whom_to_ask(tmp_path: Path, remote: Path) -> None:
    code, outcome = _run(tmp_path, remote, AWS_THAT_REFUSES)
    assert (code, outcome) == (1, "The starting code could not be read: ask your platform team.")


def test_push_that_is_refused_fails_with_what_it_needs(tmp_path: Path, remote: Path) -> None:
    (remote / "hooks").mkdir(exist_ok=True)
    hook = remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    code, outcome = _run(tmp_path, remote)
    assert (code, outcome.partition(":")[0]) == (1, "The push was refused")


def test_the_build_signs_for_connections_with_the_aws_cli() -> None:
    """A build without a source has no helper of CodeBuild's, and by default git leaves out the path."""
    spec = yaml.safe_load(
        template_of("spoke-settings")["Resources"]["SeedingBuild"]["Properties"]["Source"]["BuildSpec"]
    )
    assert spec["phases"]["build"]["commands"][:2] == [
        "git config --global credential.helper '!aws codecommit credential-helper $@'",
        "git config --global credential.UseHttpPath true",
    ]
    assert "git-credential-helper" not in spec["env"]


NOT_WHAT_WAS_PUBLISHED = (1, "The starting code is not what was published: ask your platform team.")


def _entry(name: str, kind: int = stat.S_IFREG, method: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr, made.compress_type = (kind | 0o644) << 16, method
    return made


def test_a_seed_that_was_replaced_in_the_bucket_is_not_pushed(tmp_path: Path, remote: Path) -> None:
    assert _run(tmp_path, remote, digest="0" * 64) == NOT_WHAT_WAS_PUBLISHED
    assert _git("for-each-ref", folder=remote) == ""


@pytest.mark.parametrize(
    "entry",
    [
        _entry("../outside.txt"),
        _entry("a/../../outside.txt"),
        _entry("/outside.txt"),
        _entry("link", stat.S_IFLNK),
        _entry("pipe", stat.S_IFIFO),
        _entry("bomb.txt", method=zipfile.ZIP_DEFLATED),
    ],
    ids=["up", "up within", "absolute", "link", "pipe", "compressed"],
)
def test_an_archive_that_is_no_seed_is_not_unpacked(tmp_path: Path, remote: Path, entry: zipfile.ZipInfo) -> None:
    assert _run(tmp_path, remote, entries=[(entry, b"content")]) == NOT_WHAT_WAS_PUBLISHED
    assert not (tmp_path / "build" / "seed").exists()
    assert list(tmp_path.rglob("outside.txt")) == []


def test_600_mib_in_600_kb_are_not_unpacked(tmp_path: Path, remote: Path) -> None:
    bomb = _entry("bomb.txt", method=zipfile.ZIP_DEFLATED)
    assert _run(tmp_path, remote, entries=[(bomb, bytes(600 * 1024**2))]) == NOT_WHAT_WAS_PUBLISHED
    assert (tmp_path / "seed.zip").stat().st_size < 700_000
    assert not (tmp_path / "build" / "seed").exists()


def test_more_files_than_a_seed_has_are_not_unpacked(tmp_path: Path, remote: Path) -> None:
    entries = [(_entry(f"{number}.txt"), b"") for number in range(2001)]
    assert _run(tmp_path, remote, entries=entries) == NOT_WHAT_WAS_PUBLISHED
