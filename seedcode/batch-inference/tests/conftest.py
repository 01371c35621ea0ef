"""The contract of the example's model, and a bucket that is a folder."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from find import Models, Run, find
from project.configuration import Configuration
from project.example_model import Answer, read_line
from project.local import predict
from publish import Folders, publish
from support.contract import Contract, read_contract
from support.delivery import ROWS
from support.job import Outcome
from support.ledger import Ledger
from support.registry import Version
from support.store import Folder

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "example" / "model"
GOOD = "40,Private,10,Divorced,Sales,Not-in-family,0,0,40,Cuba"
DAY = "2026-03-01"


@pytest.fixture(scope="session")
def contract() -> Contract:
    return read_contract(MODEL)


class Project:
    """A project of its own: files that are sent, runs, and what they leave. `running` are executions that still run."""

    def __init__(self, folder: Path, contract: Contract) -> None:
        self.folder, self.contract = folder, contract
        self.store = Folder(folder / "bucket")
        self.running: set[str] = set()
        self.version: Version | None = Version("arn:aws:sagemaker:eu-west-1:1:model-package/g/3", 3, "", "")
        self.answer: Answer = read_line(MODEL, contract)
        self.told: dict[str, Any] = json.loads(json.dumps(Configuration().told))
        self.loaded = 0

    def send(self, name: str, content: str | bytes) -> None:
        file = self.store.root / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def find(self, execution: str) -> Outcome:
        return find(Run(execution, DAY), self.ledger, self.models, self.told, self.place(execution) / "found")

    def publish(self, execution: str) -> Outcome:
        place = self.place(execution)
        predict(place / "found" / ROWS, place / "answered", self.answer)
        return publish(self.found(execution), self.ledger, self.folders(execution))

    def run(self, execution: str) -> Outcome:
        found = self.find(execution)
        return self.publish(execution) if found.facts["files"] else found

    def found(self, execution: str) -> dict[str, Any]:
        return json.loads((self.place(execution) / "found" / "found.json").read_text())

    def folders(self, execution: str) -> Folders:
        place = self.place(execution)
        return Folders(place / "found", place / "answered", place / "published")

    def place(self, execution: str) -> Path:
        return self.folder / "runs" / execution

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.store, lambda execution: execution in self.running)

    @property
    def models(self) -> Models:
        def load(_: Version) -> Contract:
            self.loaded += 1
            return self.contract

        return Models(lambda: self.version, load, "income")

    def keys(self, prefix: str) -> list[str]:
        return [stored.key for stored in self.store.below(prefix)]

    def rows(self, prefix: str) -> list[dict[str, str]]:
        """The rows of all CSV files below a prefix."""
        texts = [(self.store.root / key).read_text() for key in self.keys(prefix) if key.endswith(".csv")]
        return [row for text in texts for row in csv.DictReader(io.StringIO(text))]

    def manifest(self, execution: str) -> dict[str, Any]:
        return json.loads((self.store.root / f"predictions/{DAY}/{execution}/_SUCCESS").read_text())

    def table(self, *rows: str, header: Iterable[str] | None = None) -> str:
        return "\n".join([",".join(header or self.contract.names), *rows, ""])


@pytest.fixture
def project(tmp_path: Path, contract: Contract) -> Project:
    return Project(tmp_path, contract)


@pytest.fixture
def good() -> str:
    """A row that the example's model takes."""
    return GOOD
