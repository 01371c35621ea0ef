"""A run on this machine: the steps of the pipeline over the files of example/, twice, with a folder for the bucket."""

import argparse
import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from find import Models, Run, find
from project.configuration import read_configuration
from project.example_model import Answer, read_line, server
from publish import ANSWERED, Folders, publish
from support.contract import read_contract
from support.delivery import ROWS
from support.errors import BatchError
from support.job import Outcome
from support.ledger import Ledger
from support.registry import Version
from support.store import Folder

EXAMPLE = Path(__file__).parents[1] / "example"
VERSION = Version("example", 1, "", "")


def run(execution: str, bucket: Path, folder: Path, answer: Answer) -> Outcome:
    """One run: find, predict, publish. `bucket` keeps what the project's bucket would."""
    ledger = Ledger(Folder(bucket), lambda _: False)
    models = Models(lambda: VERSION, lambda _: read_contract(EXAMPLE / "model"), "example")
    date = datetime.now(UTC).date().isoformat()
    told = json.loads(json.dumps(read_configuration().told))
    found = find(Run(execution, date), ledger, models, told, folder / "found")
    if not found.facts["files"]:
        return found
    predict(folder / "found" / ROWS, folder / "answered", answer)
    document: dict[str, Any] = json.loads((folder / "found" / "found.json").read_text(encoding="utf-8"))
    folders = Folders(folder / "found", folder / "answered", folder / "published")
    return Outcome(f"{found.sentence}\n{publish(document, ledger, folders).sentence}", found.facts)


def predict(rows: Path, answered: Path, answer: Answer) -> None:
    """What the transform job does."""
    answered.mkdir(parents=True, exist_ok=True)
    for part in sorted(rows.glob("*.csv")):
        answers = answer(part.read_text(encoding="utf-8"))
        (answered / f"{part.name}{ANSWERED}").write_text(answers, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--model", default="", help="address of a model that serves on this machine")
    told = parser.parse_args()
    bucket, contract = told.build / "bucket", read_contract(EXAMPLE / "model")
    for name in ("bucket", "runs"):
        shutil.rmtree(told.build / name, ignore_errors=True)
    shutil.copytree(EXAMPLE / "data", bucket / "data")
    answer = server(told.model) if told.model else read_line(EXAMPLE / "model", contract)
    try:
        for name in ("first", "second"):
            print(
                f"{name:<10}",
                run(name, bucket, told.build / "runs" / name, answer).sentence.replace("\n", f"\n{'':<11}"),
            )
    except BatchError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for kind in ("predictions", "rejected"):
        print(
            f"{kind:<11} {', '.join(file.as_posix() for file in sorted((bucket / kind).rglob('*')) if file.is_file())}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
