"""Defects of event rules: patterns that match what belongs to others."""

from collections.abc import Iterator

from scripts.gate.model.template import Body
from scripts.gate.mutation.edits import REMOVED, Edit, of_type

NAMING = ("resources", "bucket", "pipeline", "project-name", "stack-id", "ModelPackageGroupName", "pipelineArn")
ANYTHING = (
    [{"exists": True}],
    [{"prefix": ""}],
    [{"wildcard": "*"}],
    [{"anything-but": ["x"]}],
    [{"wildcard": "*-build"}],
)


def pattern_member_removed(body: Body) -> Iterator[Edit]:
    for path, rule in of_type(body, "AWS::Events::Rule"):
        for name in ("source", "detail-type", "detail"):
            if name in rule["Properties"]["EventPattern"] and _narrowed(rule["Properties"]["EventPattern"], name):
                yield Edit((*path, "Properties", "EventPattern", name), REMOVED, name)


def name_removed(body: Body) -> Iterator[Edit]:
    """The member that says whose events are meant."""
    for path, rule in of_type(body, "AWS::Events::Rule"):
        pattern = rule["Properties"]["EventPattern"]
        for part in ((), ("detail",)):
            inside = pattern.get("detail", {}) if part else pattern
            for name in NAMING:
                if name in inside:
                    where = (*path, "Properties", "EventPattern", *part, name)
                    yield Edit(where, REMOVED, f"{name} removed")
                    for anything in ANYTHING:
                        yield Edit(where, anything, f"{name} = {anything}")


def source_of_anybody(body: Body) -> Iterator[Edit]:
    """Who may put events of a source of their own can then start the target."""
    for path, _ in of_type(body, "AWS::Events::Rule"):
        where = (*path, "Properties", "EventPattern", "source")
        yield Edit(where, [{"prefix": ""}], "any prefix")
        yield Edit(where, ["com.example"], "another source")


def _narrowed(pattern: Body, name: str) -> bool:
    """A pattern that names its resource outside of the detail stays narrow without one."""
    return name != "detail" or "resources" not in pattern


OPERATORS = (
    "pattern_member_removed",
    "name_removed",
    "source_of_anybody",
)
