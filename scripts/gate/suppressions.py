"""The exceptions of the gate: each names a rule, a place, a reason and a last day, and must be of use."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from scripts.errors import ConfigurationError
from scripts.gate.findings import Finding

LONGEST = timedelta(days=366)
Text = Annotated[str, Field(min_length=1)]


class Suppression(BaseModel):
    """One exception. `file`, `resource` and `text` are patterns (`*` is any text); one of the first two is given."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    tool: Text
    rule: Text
    file: Text = "*"
    resource: Text = "*"
    text: Text = "*"
    reason: Annotated[str, Field(min_length=20)]
    expires: date

    @model_validator(mode="after")
    def _place(self) -> "Suppression":
        if (self.file, self.resource) == ("*", "*"):
            raise ValueError("names no place: give `file` or `resource`")
        return self

    @property
    def place(self) -> str:
        text = "" if self.text == "*" else f" {self.text}"
        return f"{self.tool} {self.rule} at {self.file} {self.resource}{text}"

    def same_rule(self, finding: Finding) -> bool:
        return (self.tool, self.rule) == (finding.tool, finding.rule)

    def matches(self, finding: Finding) -> bool:
        pairs = ((finding.file, self.file), (finding.resource, self.resource), (finding.text, self.text))
        return self.same_rule(finding) and all(fnmatchcase(value, pattern) for value, pattern in pairs)


@dataclass(frozen=True)
class Verdict:
    """Findings that nothing excuses, findings that an exception excuses, and exceptions that are wrong."""

    open: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    problems: tuple[str, ...]


def read_suppressions(path: Path, place: str) -> tuple[Suppression, ...]:
    """The exceptions in a file. Raises ConfigurationError for what is not one."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{place}: {error}", hint="this is not TOML") from None
    unknown = sorted(set(content) - {"suppression"})
    if unknown:
        raise ConfigurationError(f"{place}: unknown key `{unknown[0]}`", hint="entries begin with [[suppression]]")
    entries = enumerate(content.get("suppression", []), 1)
    single = ((one, number) for number, entry in entries for one in _single(entry))
    return tuple(_suppression(entry, f"{place}: entry {number}") for entry, number in single)


def verdict(
    findings: Iterable[Finding], suppressions: Sequence[Suppression], tools: Iterable[str], today: date
) -> Verdict:
    """Findings and exceptions held against each other on a day. An exception whose day has passed excuses nothing."""
    reported, known = sorted(set(findings)), frozenset(tools)
    valid = tuple(entry for entry in suppressions if today <= entry.expires)
    excused = {finding for finding in reported if any(entry.matches(finding) for entry in valid)}
    problems = (
        f"{entry.place}: {problem}" for entry in suppressions for problem in _problems(entry, reported, known, today)
    )
    return Verdict(
        tuple(finding for finding in reported if finding not in excused),
        tuple(finding for finding in reported if finding in excused),
        (*problems, *_duplicates(suppressions)),
    )


def _single(entry: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """An entry for several resources is one for each: each of them must be of use."""
    resources = entry.get("resource", "*")
    return [{**entry, "resource": each} for each in (resources if isinstance(resources, list) else [resources])]


def _suppression(entry: object, place: str) -> Suppression:
    try:
        return Suppression.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        hint = "tool, rule, file or resource, a reason of a sentence, expires = YYYY-MM-DD"
        raise ConfigurationError(f"{place}: {name} {first['msg']}".replace("  ", " "), hint=hint) from None


def _problems(entry: Suppression, reported: Sequence[Finding], tools: frozenset[str], today: date) -> Iterable[str]:
    if entry.tool not in tools:
        yield f"unknown tool; one of {', '.join(sorted(tools))}"
    elif not any(entry.same_rule(finding) for finding in reported):
        yield "unknown rule: the tool reports it nowhere"
    elif not any(entry.matches(finding) for finding in reported):
        yield "unused: the rule is reported elsewhere, but not here"
    if entry.expires < today:
        yield f"expired on {entry.expires}"
    if entry.expires > today + LONGEST:
        yield "expires in more than a year"


def _duplicates(suppressions: Sequence[Suppression]) -> Iterable[str]:
    places = [entry.place for entry in suppressions]
    return (f"{place}: duplicate entry" for place in sorted({place for place in places if places.count(place) > 1}))
