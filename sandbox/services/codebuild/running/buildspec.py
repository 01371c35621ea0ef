"""A buildspec, parsed and checked. Names: CodeBuild User Guide, "Build specification reference"."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

PHASES = ("install", "pre_build", "build", "post_build")
_KNOWN = {
    "": {"version", "run-as", "env", "proxy", "phases", "reports", "artifacts", "cache"},
    "env": {"shell", "variables", "parameter-store", "exported-variables", "git-credential-helper"},
    "phase": {"run-as", "on-failure", "runtime-versions", "commands", "finally"},
    "artifacts": {
        "files", "name", "discard-paths", "base-directory", "exclude-paths", "enable-symlinks", "s3-prefix",
        "secondary-artifacts",
    },
    "cache": {"paths"},
    "report": {"files", "base-directory", "discard-paths", "file-format"},
}  # fmt: skip
_ON_FAILURE = ("ABORT", "CONTINUE")
# Of test results; code coverage reports are not emulated.
_FORMATS = ("JUNITXML",)


class BuildspecError(Exception):
    """A buildspec that CodeBuild cannot read."""


class Phase(NamedTuple):
    commands: tuple[str, ...] = ()
    finally_: tuple[str, ...] = ()
    on_failure: str = ""


class Files(NamedTuple):
    """Files of a build: patterns below a folder, with or without their paths."""

    patterns: tuple[str, ...]
    folder: str
    excluded: tuple[str, ...]
    flat: bool


class Buildspec(NamedTuple):
    shell: str
    variables: Mapping[str, str]
    parameters: Mapping[str, str]
    exported: tuple[str, ...]
    phases: Mapping[str, Phase]
    artifacts: Mapping[str, Files]
    """By name; the primary one has none."""
    reports: Mapping[str, Files]
    cached: tuple[str, ...]
    runtimes: Mapping[str, Any]
    """The selected version of each runtime."""


def read(buildspec: str | None, source: Path) -> Buildspec:
    """A project's buildspec is its text, or the name of a file of the source; `buildspec.yml` unless given."""
    text = buildspec or "buildspec.yml"
    if "\n" not in text and not text.lstrip().startswith(("version", "{")):
        file = source / text
        if not file.is_file():
            raise BuildspecError(f"stat {text}: no such file or directory")
        text = file.read_text()
    try:
        return _parse(yaml.safe_load(text))
    except (yaml.YAMLError, AttributeError, TypeError) as error:
        raise BuildspecError(str(error)) from error


def _parse(body: Any) -> Buildspec:
    _check(body, "")
    if str(body.get("version")) not in ("0.1", "0.2"):
        raise BuildspecError("This build image requires a buildspec version of 0.1 or 0.2")
    environment = _check(body.get("env") or {}, "env")
    return Buildspec(
        environment.get("shell", "sh"),
        {name: str(value) for name, value in (environment.get("variables") or {}).items()},
        environment.get("parameter-store") or {},
        tuple(environment.get("exported-variables") or ()),
        {name: _phase(name, phase or {}) for name, phase in (body.get("phases") or {}).items()},
        _artifacts(body.get("artifacts") or {}),
        {name: _report(name, report) for name, report in (body.get("reports") or {}).items()},
        tuple(_check(body.get("cache") or {}, "cache").get("paths") or ()),
        ((body.get("phases") or {}).get("install") or {}).get("runtime-versions") or {},
    )


def _phase(name: str, body: dict[str, Any]) -> Phase:
    _check(body, "phase")
    if name not in PHASES:
        raise BuildspecError(f"Unknown phase: {name}")
    if body.get("on-failure", "ABORT") not in _ON_FAILURE:
        raise BuildspecError(f"on-failure of {name} must be one of {', '.join(_ON_FAILURE)} here")
    return Phase(tuple(body.get("commands") or ()), tuple(body.get("finally") or ()), body.get("on-failure", ""))


def _artifacts(body: dict[str, Any]) -> dict[str, Files]:
    _check(body, "artifacts")
    named = (body.get("secondary-artifacts") or {}).items()
    secondary = {name: _files(artifacts, "artifacts") for name, artifacts in named}
    return ({"": _files(body, "artifacts")} if "files" in body else {}) | secondary


def _report(name: str, body: dict[str, Any]) -> Files:
    """JUnit XML is the format unless another is named."""
    file_format = str(body.get("file-format", "JUNITXML")) if isinstance(body, dict) else ""
    if file_format.upper() not in _FORMATS:
        raise BuildspecError(f"file-format {file_format} of report {name} must be one of {_FORMATS[0]} here")
    return _files(body, "report")


def _files(body: dict[str, Any], kind: str) -> Files:
    _check(body, kind)
    patterns, excluded = body.get("files") or (), body.get("exclude-paths") or ()
    folder, flat = body.get("base-directory", "."), str(body.get("discard-paths", "no"))
    return Files(tuple(patterns), folder, tuple(excluded), flat.lower() in ("yes", "true"))


def _check(body: dict[str, Any], kind: str) -> dict[str, Any]:
    if unknown := body.keys() - _KNOWN[kind]:
        raise BuildspecError(f"Unknown {kind or 'buildspec'} keys: {', '.join(sorted(unknown))}")
    return body
