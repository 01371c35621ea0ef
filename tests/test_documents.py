"""What the documents point to exists: links, headings, paths, and the sandbox's settings."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import pytest

from tests.checkouts import ROOT, git

TRACKED = git(ROOT, "ls-files").splitlines()
EXISTING = {*TRACKED, *(parent.as_posix() for name in TRACKED for parent in PurePosixPath(name).parents)}
TOP_FOLDERS = {name.split("/")[0] for name in TRACKED if "/" in name}
AGREEMENTS = [name for name in TRACKED if name.endswith("AGREEMENT.md")]
OWN = [
    "README.md",
    "CONTRIBUTING.md",
    "docs/assumptions.md",
    "docs/cassettes/README.md",
    "docs/studio-access.md",
    "sandbox/README.md",
]
DOCUMENTS = [*OWN, *AGREEMENTS]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
QUOTED = re.compile(r"`([^`]+)`")
PATH = re.compile(r"[\w.<>*…-]+(?:/[\w.<>*…-]+)*/?")
SUFFIXES = (".py", ".md", ".yaml", ".yml", ".json", ".lock", ".in", ".toml")
BELOW_ROOT = ("README.md", "CONTRIBUTING.md", "docs/assumptions.md", "docs/studio-access.md")
"""Documents that name a path by its end, wherever it is in the repository; others mean their own folder."""
OF_THE_STATE_FOLDER = "<state>/"
INTERNAL = {"SANDBOX_STATE", "SANDBOX_SHELL", "SANDBOX_WITHOUT_INTERNET"}
"""Variables that the sandbox gives its own processes; nobody sets them."""


def text(document: str) -> str:
    """A document without its code blocks, which show what other commands write."""
    return re.sub(r"^```.*?^```$", "", (ROOT / document).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def headings(document: str) -> set[str]:
    """The anchors of a document, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", text(document), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def broken(document: str, link: str) -> bool:
    place, _, anchor = link.partition("#")
    target = (ROOT / document).parent.joinpath(place).resolve() if place else ROOT / document
    name = target.relative_to(ROOT.resolve()).as_posix()
    return name not in EXISTING or bool(anchor and anchor not in headings(name))


def named_paths(document: str) -> Iterator[str]:
    """What is quoted and looks like a path of this repository."""
    for quoted in QUOTED.findall(text(document)):
        is_path = PATH.fullmatch(quoted) and not quoted.startswith(OF_THE_STATE_FOLDER)
        if is_path and (quoted.endswith(("/", *SUFFIXES)) or (quoted.split("/")[0] in TOP_FOLDERS and "/" in quoted)):
            yield quoted


def exists(document: str, path: str) -> bool:
    pattern = re.sub(r"<[^>]*>|…", "*", path.rstrip("/"))
    own = "." if document in BELOW_ROOT else Path(document).parent.as_posix()
    inside = "" if own == "." else f"{own}/"
    return any(
        fnmatchcase(name, pattern)
        or fnmatchcase(name, f"{inside}{pattern}")
        or fnmatchcase(name, f"{inside}*/{pattern}")
        for name in EXISTING
    )


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_points_to_a_file_and_a_heading(document: str) -> None:
    links = [link for link in LINK.findall(text(document)) if "://" not in link]
    assert [link for link in links if broken(document, link)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_a_document_names_exists(document: str) -> None:
    assert [path for path in named_paths(document) if not exists(document, path)] == []


def test_every_agreement_with_aws_is_linked_from_the_table_of_the_sandbox() -> None:
    linked = {(ROOT / "sandbox" / link).resolve() for link in LINK.findall(text("sandbox/README.md"))}
    assert [name for name in AGREEMENTS if (ROOT / name).resolve() not in linked] == []


def test_every_folder_of_the_sandbox_is_in_its_readme() -> None:
    packages = {PurePosixPath(name).parent.relative_to("sandbox") for name in TRACKED if name.startswith("sandbox/")}
    folders = {f"{package.parts[0]}/" for package in packages if package.parts} - {"services/"}
    services = {
        f"services/{package.parts[1]}/"
        for package in packages
        if len(package.parts) > 1 and package.parts[0] == "services"
    }
    assert {path for path in named_paths("sandbox/README.md") if path.endswith("/")} >= folders | services


def test_every_setting_of_the_sandbox_is_in_its_readme() -> None:
    modules = [ROOT / name for name in TRACKED if name.startswith("sandbox/") and name.endswith(".py")]
    settings = {name for module in modules for name in re.findall(r'"(SANDBOX_[A-Z_]+)', module.read_text())}
    table = set(re.findall(r"^\| `(SANDBOX_[A-Z_]+)` \|", text("sandbox/README.md"), re.MULTILINE))
    assert settings - INTERNAL == table
