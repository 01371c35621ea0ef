"""What a scanner reports: one finding for each place, and all findings of a tool with the time they took."""

from dataclasses import dataclass

FIX = "fix it, or name rule, resource, reason and expiry in scripts/gate/suppressions.toml"


@dataclass(frozen=True, order=True)
class Finding:
    """One rule that one place breaks.

    `file` is the name of a template (`build-train.json`) or a path in the checkout; `resource` is a logical id, a
    step, or whatever the tool names inside the file.
    """

    tool: str
    rule: str
    file: str
    resource: str
    text: str
    hint: str = FIX

    @property
    def sentence(self) -> str:
        place = f"{self.file} {self.resource}".rstrip()
        return f"{self.tool} {self.rule}  {place}: {self.text}"


@dataclass(frozen=True)
class Report:
    """All findings of one tool, and the seconds that it took."""

    tool: str
    findings: tuple[Finding, ...]
    seconds: float
