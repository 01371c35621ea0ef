"""Lints every template in the regions that an environment publishes to."""

from dataclasses import dataclass
from pathlib import Path

from cfnlint.api import ManualArgs, lint
from cfnlint.match import Match

from scripts.configuration import Workspace

ALWAYS = ("us-east-1", "eu-west-1", "ap-southeast-1")


@dataclass(frozen=True)
class Finding:
    """What cfn-lint says of one place in a template."""

    template: str
    rule: str
    message: str
    place: str
    resource: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.template}: {self.rule} {self.message} ({self.place})"


def regions_of(workspace: Workspace) -> tuple[str, ...]:
    """Every region that some environment names, and three that differ in what they offer."""
    named = {region for name in workspace.environments() for region in workspace.environment(name).hub.regions}
    return tuple(sorted(named | set(ALWAYS)))


def lint_template(path: Path, regions: tuple[str, ...]) -> tuple[Finding, ...]:
    """Errors, warnings and remarks alike: none of them is left standing without a reason."""
    matches = lint(path.read_text(encoding="utf-8"), config=ManualArgs(regions=list(regions), include_checks=["I"]))
    return tuple(
        Finding(path.name, match.rule.id, match.message, f"line {match.linenumber}", _resource(match))
        for match in matches
    )


def _resource(match: Match) -> str:
    """The logical id, or whatever stands in its place outside the resources."""
    names = [str(part) for part in getattr(match, "path", None) or []]
    return names[1] if len(names) > 1 else "".join(names)
