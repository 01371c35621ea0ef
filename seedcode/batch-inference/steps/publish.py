"""The last step of a run: every row has its prediction, results are put in their place, and the manifest says so."""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from find import Run, executions
from support.delivery import INDEX, REJECTED, rows_of
from support.drift import Measured, measured
from support.errors import BatchError
from support.intake import digest_of
from support.job import INPUT, OUTPUT, Outcome, perform, write_json
from support.ledger import Ledger
from support.store import Bucket, Stored

REFUSED = {"done": 0}
ANSWERED = ".out"  # what a transform job puts behind the name of a part


def publish(found: dict[str, Any], ledger: Ledger, folders: "Folders") -> Outcome:
    """Files of predictions and rejected rows, then the manifest: what it names is complete, and nothing comes later."""
    run, store = Run(found["execution"], found["date"]), ledger.store
    refuse_lost(found, ledger)
    drift = measured(found["profile"], [found["names"]["target"]])
    outputs = [written(part, found, folders, drift) for part in parts_of(found)]
    refuse_wrong_count(found, outputs)
    manifest = manifest_of(found, run, outputs, drift)
    for output in outputs:
        store.upload(folders.written / output["name"], f"{run.place}{output['name']}")
    for file in sorted((folders.found / REJECTED).glob("*")):
        store.upload(file, f"rejected/{run.name}/{file.name}")
    refuse_lost(found, ledger)
    write_json(folders.written / "manifest.json", manifest)
    store.create(run.manifest, (folders.written / "manifest.json").read_bytes())
    for file in (*found["files"], *found["duplicates"]):
        ledger.remember(Stored(file["key"], file["tag"], file["size"]))
    return Outcome(sentence(manifest), {"done": 1})


class Folders:
    """Where the earlier steps' files are, and where this one may write."""

    def __init__(self, found: Path, answered: Path, written: Path) -> None:
        self.found, self.answered, self.written = found, answered, written
        written.mkdir(parents=True, exist_ok=True)


def refuse_lost(found: dict[str, Any], ledger: Ledger) -> None:
    """A run that was given up has lost its files to the next one, and must not publish them again."""
    for file in found["files"]:
        owner = ledger.owner(file["digest"])
        if owner != found["execution"]:
            other = owner.rpartition("/")[2] or "nobody"
            raise BatchError(f"{file['key']} was taken over by run {other}: this run publishes nothing")


def parts_of(found: dict[str, Any]) -> list[str]:
    return [part for file in found["files"] for part in file["parts"]]


def written(part: str, found: dict[str, Any], folders: Folders, drift: list[Measured]) -> dict[str, Any]:
    """One part of the predictions: where each row came from, what was kept of it, and what the model answered."""
    origins, answers = list(rows_of(folders.found / INDEX / part)), list(answers_of(folders, part))
    if len(origins) != len(answers):
        raise BatchError(f"the model answered {len(answers)} lines for the {len(origins)} rows of {part}")
    width = len(answers[0])
    if any(len(answer) != width for answer in answers):
        raise BatchError(f"the model's answers for {part} have different numbers of values")
    for one in drift:
        compare(one, answers)
    target = folders.written / part
    with target.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["file", "row", *found["names"]["keep"], *names_of(width)])
        writer.writerows([*origin, *answer] for origin, answer in zip(origins, answers, strict=True))
    return {"name": part, "rows": len(answers), "sha256": digest_of(target)}


def answers_of(folders: Folders, part: str) -> Iterator[list[str]]:
    """Lines of the model's answers. Between two requests of a job there may be an empty one."""
    file = folders.answered / f"{part}{ANSWERED}"
    if not file.exists():
        raise BatchError(f"the model answered nothing for {part}")
    return rows_of(file)


def names_of(width: int) -> list[str]:
    """A value, and for a classification the label that it gets."""
    return ["prediction", "label", *(f"answer_{place}" for place in range(3, width + 1))][:width]


def compare(one: Measured, answers: list[list[str]]) -> None:
    """Labels with the labels of the training, numbers with its numbers."""
    place = 0 if one.numeric else 1
    for answer in answers if len(answers[0]) > place else ():
        one.add(answer[place])


def refuse_wrong_count(found: dict[str, Any], outputs: list[dict[str, Any]]) -> None:
    """As many predictions as rows that were not rejected."""
    counted, expected = sum(output["rows"] for output in outputs), sum(file["scored"] for file in found["files"])
    if counted != expected:
        raise BatchError(f"{counted} predictions for {expected} rows that were taken: nothing is published")


def manifest_of(
    found: dict[str, Any], run: Run, outputs: list[dict[str, Any]], drift: list[Measured]
) -> dict[str, Any]:
    predicted = sum(output["rows"] for output in outputs)
    read = sum(file["read"] for file in found["files"])
    return {
        "run": run.name,
        "execution": run.execution,
        "date": run.date,
        "model": found["model"],
        "rows": {"read": read, "predicted": predicted, "rejected": read - predicted},
        "files": [
            {name: file[name] for name in ("key", "digest", "read", "scored", "reason")} for file in found["files"]
        ],
        "duplicates": [{"key": file["key"], "same_as": file["same_as"]} for file in found["duplicates"]],
        "outputs": [{**output, "key": f"{run.place}{output['name']}"} for output in outputs],
        "rejected": f"rejected/{run.name}/",
        "drift": {"inputs": found["drift"], "predictions": [one.summary() for one in drift if one.rows]},
    }


def sentence(manifest: dict[str, Any]) -> str:
    rows, files = manifest["rows"], manifest["files"]
    drift = [*manifest["drift"]["inputs"], *manifest["drift"]["predictions"]]
    moved = [each["name"] for each in drift if each["moved"] != "no"]
    refused = sum(bool(file["reason"]) for file in files)
    parts = [
        f"{rows['predicted']} predictions by version {manifest['model']['number']} for {len(files)} files",
        f"{rows['rejected']} rows and {refused} whole files rejected",
        f"drift: {', '.join(moved) or 'none'}",
    ]
    return "; ".join(parts)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("region", "bucket", "account"):
        parser.add_argument(f"--{name}", required=True)
    return parser.parse_args()


def main() -> None:
    import json

    import boto3

    told = arguments()
    sagemaker, s3 = (boto3.client(name, region_name=told.region) for name in ("sagemaker", "s3"))
    store = Bucket(s3, told.bucket, told.account)
    folders = Folders(INPUT / "found", INPUT / "answered", OUTPUT / "published")
    found = json.loads((folders.found / "found.json").read_text(encoding="utf-8"))
    ledger = Ledger(store, executions(sagemaker))
    perform(lambda: publish(found, ledger, folders), REFUSED, folders.written)


if __name__ == "__main__":
    main()
