"""The first step of a run: which files are new, which model is the newest approved one, and which rows it can take."""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from support.contract import Contract, read_contract
from support.delivery import Delivery, Limits, Taken
from support.intake import digest_of
from support.job import INPUT, OUTPUT, Outcome, perform, settings, write_json
from support.ledger import RUNNING, SETTLED, Claim, Ledger
from support.registry import Owner, Version, fetch_archive, newest_approved, unpack
from support.store import Bucket, Stored

DATA, MARKER = "data/", "_READY"
FOUND, LOADED = "found.json", "model.tar.gz"
REFUSED = {"usable": 0, "rows": 0, "files": 0, "model": "none"}


@dataclass(frozen=True)
class Run:
    """One execution of the pipeline. `date` is that of its start: a retry on another day writes to the same place."""

    execution: str
    date: str

    @property
    def name(self) -> str:
        return self.execution.rpartition("/")[2]

    @property
    def place(self) -> str:
        """The prefix of its predictions."""
        return f"predictions/{self.date}/{self.name}/"

    @property
    def manifest(self) -> str:
        return f"{self.place}_SUCCESS"


@dataclass(frozen=True)
class Models:
    """`newest` finds the version, `load` brings its contract; both ask the owner's project."""

    newest: Callable[[], Version | None]
    load: Callable[[Version], Contract]
    group: str


def find(run: Run, ledger: Ledger, models: Models, given: dict[str, Any], folder: Path) -> Outcome:
    """Take what is new, and write for the model, the last step and the people what the rows are."""
    files = [file for file in ledger.store.below(DATA) if is_input(file.key)]
    new = [file for file in files if not ledger.knows(file)]
    if not new:
        return nothing(f"nothing new: {len(files)} files below {DATA} are done")
    version = models.newest()
    if version is None:
        return nothing(f"no version of {models.group} is approved: {len(new)} files wait below {DATA}")
    delivery = Delivery(folder, models.load(version), limits(given))
    sorted_out = Sorting(run, ledger, delivery)
    for file in new[: given["most_files"]]:
        sorted_out.add(file)
    sorted_out.left = len(new[given["most_files"] :])
    write_json(folder / FOUND, sorted_out.document(version))
    return sorted_out.outcome(version)


class Sorting:
    """What becomes of the files of one run, one after the other."""

    def __init__(self, run: Run, ledger: Ledger, delivery: Delivery) -> None:
        self.run, self.ledger, self.delivery = run, ledger, delivery
        self.taken: dict[str, Taken] = {}
        self.duplicates: list[dict[str, Any]] = []
        self.running = self.left = 0

    def add(self, file: Stored) -> None:
        with tempfile.TemporaryDirectory() as folder:
            local = Path(folder) / "file"
            self.ledger.store.fetch(file.key, local)
            digest = digest_of(local)
            if digest in self.taken:
                self._repeated(file, self.taken[digest].key)
                return
            verdict = self.ledger.take(digest, Claim(file.key, self.run.execution, self.run.manifest))
            if verdict.state == SETTLED:
                self.ledger.remember(file)
                self._repeated(file, verdict.claim.key)
            elif verdict.state == RUNNING:
                self.running += 1
            else:
                self.taken[digest] = Taken(file.key, file.tag, file.size, digest)
                self.delivery.add(local, self.taken[digest])

    def _repeated(self, file: Stored, first: str) -> None:
        """The same object again is no news: only its note in the ledger was lost."""
        if file.key != first:
            self.duplicates.append({"key": file.key, "tag": file.tag, "size": file.size, "same_as": first})

    @property
    def rows(self) -> int:
        return sum(taken.scored for taken in self.taken.values())

    def document(self, version: Version) -> dict[str, Any]:
        return {
            "execution": self.run.execution,
            "date": self.run.date,
            "model": {"arn": version.arn, "number": version.number},
            "names": {"target": self.delivery.contract.target, "keep": self.delivery.limits.keep},
            "files": [{**asdict(taken), "scored": taken.scored} for taken in self.taken.values()],
            "duplicates": self.duplicates,
            "drift": [one.summary() for one in self.delivery.drift] if self.rows else [],
            "profile": target_profile(self.delivery.contract),
        }

    def outcome(self, version: Version) -> Outcome:
        if not self.taken:
            return nothing("; ".join(["nothing new", *self._remarks()]))
        bad = [taken for taken in self.taken.values() if taken.reason]
        sentences = [f"{len(self.taken)} files for version {version.number}: {self.rows} rows to predict"]
        sentences += [f"{taken.key} is rejected: {taken.reason}" for taken in bad[:3]]
        facts = {"usable": 1, "rows": self.rows, "files": len(self.taken), "model": version.arn}
        return Outcome("; ".join([*sentences, *self._remarks()]), facts)

    def _remarks(self) -> Iterator[str]:
        for repeated in self.duplicates[:3]:
            yield f"{repeated['key']} has the same content as {repeated['same_as']}, which is done"
        if self.running:
            yield f"another run has taken {self.running} files"
        if self.left:
            yield f"{self.left} files wait for the next run"


def nothing(sentence: str) -> Outcome:
    return Outcome(sentence, {**REFUSED, "usable": 1})


def is_input(key: str) -> bool:
    """Folders that the console makes, and the file with which a sender says that all is there, are no inputs."""
    return not key.endswith(("/", MARKER))


def limits(given: dict[str, Any]) -> Limits:
    return Limits(given["separator"], tuple(given["keep"]), given["most_rejected"], given["rows_per_part"])


def target_profile(contract: Contract) -> dict[str, Any]:
    """What the predictions are compared with: the target in the training data."""
    target = contract.profile.get("columns", {}).get(contract.target)
    return {"rows": contract.profile["rows"], "columns": {contract.target: target}} if target else {}


def models_of(sagemaker: Any, s3: Any, owner: Owner, account: str) -> Models:
    def load(version: Version) -> Contract:
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder) / LOADED
            fetch_archive(s3, version, owner, account, archive)
            return read_contract(unpack(archive, Path(folder) / "model"))

    return Models(lambda: newest_approved(sagemaker, owner), load, owner.group)


def executions(sagemaker: Any) -> Callable[[str], bool]:
    """Whether an execution runs. One that SageMaker has forgotten does not."""

    def runs(execution: str) -> bool:
        try:
            found = sagemaker.describe_pipeline_execution(PipelineExecutionArn=execution)
        except sagemaker.exceptions.ResourceNotFound:
            return False
        return found["PipelineExecutionStatus"] in ("Executing", "Stopping")

    return runs


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("region", "bucket", "account", "group", "owner", "project", "execution", "date"):
        parser.add_argument(f"--{name}", required=True)
    return parser.parse_args()


def main() -> None:
    import boto3

    told, code = arguments(), INPUT / "code"
    sagemaker, s3 = (boto3.client(name, region_name=told.region) for name in ("sagemaker", "s3"))
    store = Bucket(s3, told.bucket, told.account)
    models = models_of(sagemaker, s3, Owner(told.group, told.owner, told.project), told.account)
    ledger, run = Ledger(store, executions(sagemaker)), Run(told.execution, told.date[:10])
    folder = OUTPUT / "found"
    perform(lambda: find(run, ledger, models, settings(code), folder), REFUSED, folder)


if __name__ == "__main__":
    main()
