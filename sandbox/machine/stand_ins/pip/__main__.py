"""`pip install` where nothing is installed: every requirement must be there already, at a version that it allows."""

# ruff: noqa: T201 - a command prints

import os
import sys
from collections.abc import Iterator
from importlib import metadata
from itertools import pairwise
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

PUBLIC_INDEX = "https://pypi.org/"
_OURSELVES = {"pip", "setuptools", "wheel"}
_WITH_VALUE = {
    "-i",
    "--index-url",
    "--extra-index-url",
    "-c",
    "--constraint",
    "--progress-bar",
    "--retries",
    "--timeout",
}


def main(arguments: list[str]) -> int:
    if arguments[:1] in (["--version"], ["-V"]):
        print("pip 25 (the sandbox's: it checks, and installs nothing)")
        return 0
    if arguments[:1] != ["install"]:
        print(
            f"ERROR: pip {' '.join(arguments)} is not emulated by the sandbox: it checks requirements of install only"
        )
        return 1
    if unreachable := unreachable_index(arguments):
        print(unreachable)
        return 1
    problems = [problem for line in requirements(arguments[1:]) if (problem := problem_with(line))]
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


def unreachable_index(arguments: list[str]) -> str:
    """Pip's error where no route leads to its index: the public one unless an option or a variable names another."""
    named = [value for flag, value in pairwise(arguments) if flag in ("-i", "--index-url")]
    index = (named or [os.environ.get("PIP_INDEX_URL") or PUBLIC_INDEX])[-1]
    if "SANDBOX_WITHOUT_INTERNET" not in os.environ or "--no-index" in arguments or not index.startswith(PUBLIC_INDEX):
        return ""
    return f"ERROR: Could not find a version that satisfies a requirement: connection to {index} timed out"


def requirements(arguments: list[str]) -> Iterator[str]:
    """The requirements of a command line, those of its files included."""
    rest = iter(arguments)
    for argument in rest:
        if argument in ("-r", "--requirement"):
            yield from lines(Path(next(rest)))
        elif argument in _WITH_VALUE:
            next(rest)
        elif not argument.startswith("-"):
            yield argument


def lines(file: Path) -> Iterator[str]:
    """Without comments, options and hashes: what is here was checked when the environment was made."""
    for line in file.read_text().replace("\\\n", " ").splitlines():
        words = line.partition(" #")[0].strip().split(" --hash")[0].strip()
        if words.startswith(("-r ", "--requirement ")):
            yield from lines(file.parent / words.split(maxsplit=1)[1])
        elif words and not words.startswith(("#", "-")):
            yield words


def problem_with(line: str) -> str:
    """What is wrong with a requirement here; nothing when it is satisfied."""
    try:
        requirement = Requirement(line)
    except InvalidRequirement:
        return f"ERROR: {line} is not emulated by the sandbox: it knows requirements by name only"
    if requirement.name in _OURSELVES or (requirement.marker and not requirement.marker.evaluate()):
        return ""
    try:
        installed = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return f"ERROR: No matching distribution found for {line}: {sys.prefix} does not have it"
    if requirement.specifier.contains(installed, prereleases=True):
        return ""
    return f"ERROR: No matching distribution found for {line}: {sys.prefix} has {installed}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
