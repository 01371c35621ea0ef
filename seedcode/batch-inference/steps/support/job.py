"""What a job is told, and how it says what came of it: a sentence for people, facts for the pipeline's conditions."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from support.errors import BatchError

OPT_ML = Path("/opt/ml")
INPUT, OUTPUT = OPT_ML / "processing" / "input", OPT_ML / "processing" / "output"
SETTINGS, FACTS = "settings.json", "facts.json"
LONGEST = 1000  # bytes: AWS keeps 1 KB


class Outcome(NamedTuple):
    """`facts` are numbers and names that the conditions of the pipeline read."""

    sentence: str
    facts: Mapping[str, Any]


def settings(folder: Path) -> dict[str, Any]:
    """What `batch.toml` says, beside the code."""
    return json.loads((folder / SETTINGS).read_text(encoding="utf-8"))


def perform(work: Callable[[], Outcome], refused: Mapping[str, Any], folder: Path) -> Outcome:
    """Do the work of a job, and leave its outcome in a folder.

    What a person has to fix does not fail the job, whose error would have no sentence: the facts `refused` make the
    pipeline fail with it.
    """
    try:
        outcome = work()
    except BatchError as error:
        outcome = Outcome(str(error), refused)
    write_json(folder / FACTS, dict(outcome.facts))
    say(outcome.sentence)
    return outcome


def say(sentence: str) -> None:
    """AWS shows it as the ExitMessage of the job."""
    print(sentence, file=sys.stderr, flush=True)
    if OPT_ML.is_dir():
        (OPT_ML / "output").mkdir(exist_ok=True)
        (OPT_ML / "output" / "message").write_bytes(sentence.encode()[:LONGEST].decode(errors="ignore").encode())


def write_json(file: Path, document: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
