"""Draws the pipeline from its definition, as a Mermaid diagram for the README."""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

README = Path(__file__).parents[1] / "README.md"
START, END = "<!-- pipeline -->", "<!-- /pipeline -->"
SHAPES = {"Condition": ("{", "}"), "Fail": ("([", "])"), "RegisterModel": ("[(", ")]"), "Model": ("[(", ")]")}
# What ends the pipeline uses results of all that came before: arrows to it would cross the whole picture.
DRAWN = ("Processing", "Training", "Condition")
USED = re.compile(r'"Get": "Steps\.([^."\[]+)')


def boxes(steps: list[dict[str, Any]]) -> Iterator[str]:
    """Every step, in the shape of its kind."""
    for step in steps:
        left, right = SHAPES.get(step["Type"], ("[", "]"))
        yield f"    {step['Name']}{left}{step['Name']}{right}"
        if step["Type"] == "Condition":
            yield from boxes([*step["Arguments"]["IfSteps"], *step["Arguments"]["ElseSteps"]])


def used(step: dict[str, Any]) -> list[str]:
    """What a step refers to; of a condition, what it compares."""
    compared = step["Arguments"]["Conditions"] if step["Type"] == "Condition" else step
    return sorted(set(USED.findall(json.dumps(compared))))


def arrows(steps: list[dict[str, Any]]) -> Iterator[str]:
    """From what a step uses to the step; from a condition to what can follow it at once."""
    for step in steps:
        if step["Type"] in DRAWN:
            yield from (f"    {name} --> {step['Name']}" for name in used(step))
        if step["Type"] != "Condition":
            continue
        for answer, branch in (("yes", "IfSteps"), ("no", "ElseSteps")):
            inside = step["Arguments"][branch]
            names = {following["Name"] for following in inside}
            first = [following["Name"] for following in inside if not names & set(used(following))]
            yield from (f"    {step['Name']} -- {answer} --> {name}" for name in first)
            yield from arrows(inside)


def picture(definition: str) -> str:
    """The diagram. The same definition gives the same text."""
    steps = json.loads(definition)["Steps"]
    return "\n".join(["```mermaid", "flowchart LR", *boxes(steps), *arrows(steps), "```"])


def with_picture(readme: str, definition: str) -> str:
    """The README with the diagram between its two marks."""
    before, _, rest = readme.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{picture(definition)}\n{END}{after}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("definition", type=Path, help="what `make definition` prints")
    definition = parser.parse_args().definition.read_text()
    README.write_text(with_picture(README.read_text(), definition))
