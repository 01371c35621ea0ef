"""Draws the pipeline from its definition, as a Mermaid diagram for the README."""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

README = Path(__file__).with_name("README.md")
START, END = "<!-- pipeline -->", "<!-- /pipeline -->"
SHAPES = {"Condition": ("{", "}"), "Fail": ("([", "])"), "RegisterModel": ("[(", ")]"), "Model": ("[(", ")]")}
USED = re.compile(r'"Get": "Steps\.([^."\[]+)')


def boxes(steps: list[dict]) -> Iterator[str]:
    """Every step, in the shape of its kind."""
    for step in steps:
        left, right = SHAPES.get(step["Type"], ("[", "]"))
        yield f"    {step['Name']}{left}{step['Name']}{right}"
        if step["Type"] == "Condition":
            yield from boxes([*step["Arguments"]["IfSteps"], *step["Arguments"]["ElseSteps"]])


def arrows(steps: list[dict]) -> Iterator[str]:
    """From what a step uses to the step; from a condition to what follows it."""
    for step in steps:
        condition = step["Type"] == "Condition"
        asked = step["Arguments"]["Conditions"] if condition else step
        for used in sorted(set(USED.findall(json.dumps(asked)))):
            yield f"    {used} --> {step['Name']}"
        if condition:
            for answer, branch in (("yes", "IfSteps"), ("no", "ElseSteps")):
                for following in step["Arguments"][branch]:
                    yield f"    {step['Name']} -- {answer} --> {following['Name']}"


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
