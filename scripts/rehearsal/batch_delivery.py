"""Files that are sent to a project that predicts, and what it makes of them. Every method is one step."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from scripts.errors import UnfinishedError
from scripts.rehearsal.project import FINISHED, KEPT_HINT, WORK_SECONDS, RehearsedProject
from scripts.rehearsal.roles import BatchRun, Checkout

EXAMPLE = Path("example/data")
WITH_BAD_ROWS, GOOD = "monday.csv", "tuesday.csv"
REPEATED, CORRECTED = "tuesday-again.csv", "monday-corrected.csv"
CONSENT = "ModelsDeployedBy"
NOTHING_NEW = "nothing new"


class BatchDelivery:
    """The files are those of the repository's example; `folder` is for its clone."""

    def __init__(self, project: RehearsedProject, folder: Path) -> None:
        self.project, self.people = project, project.people
        self.folder = folder
        self.manifest: dict[str, Any] = {}
        self._checkout: Checkout | None = None
        self._known: frozenset[str] = frozenset()

    def build(self) -> str:
        """The first build tests the code, creates the pipeline and starts a run, which finds nothing."""
        pipeline = self.project.output("BuildPipelineName")
        executions = self.people.approver.executions
        started = self.project.wait_for(f"an execution of {pipeline}", lambda: executions(pipeline) or None)[-1]
        execution = self.project.finished(pipeline, started)
        if execution.status != "Succeeded":
            raise self.project.execution_failure(execution)
        return self._said(NOTHING_NEW)

    def clone(self) -> str:
        """The data scientist gets the code, with files of the example."""
        address = self.project.output("BuildRepositoryUrl")
        self._checkout = self.people.scientist.clone(address, self.folder / "batch")
        return f"{self._checkout.head()[:7]} of {address}"

    def send(self) -> str:
        """Two files, one of them with rows that the model cannot take; each starts a run."""
        self._send({name: self._example(name) for name in (WITH_BAD_ROWS, GOOD)})
        return f"{WITH_BAD_ROWS} and {GOOD}"

    def read_refusal(self) -> str:
        """Every run ends before anything is read, and the message says who has to agree."""
        message = self.project.message(CONSENT, "of a batch of project")
        identifier = self.project.state.project.identifier
        if identifier not in message:
            raise UnfinishedError(f"the message does not name {identifier}: {message}", hint=KEPT_HINT)
        self._finished()
        return next(line.partition(": ")[2] for line in message.splitlines() if CONSENT in line)

    def send_again(self) -> str:
        """The same content as one of them under another name: the run that it starts takes the first two, too."""
        self._send({REPEATED: self._example(GOOD)})
        return REPEATED

    def announce(self) -> str:
        """The message names the manifest, which the data scientist reads."""
        message = self.project.message("are ready", "_SUCCESS")
        bucket, key = self.project.output("Bucket"), message.partition("manifest: ")[2].partition("_SUCCESS")[0]
        self.manifest = json.loads(self.people.scientist.read(f"s3://{bucket}/{key}_SUCCESS"))
        model, rows = self.manifest["model"], self.manifest["rows"]
        counts = f"{rows['read']} rows, {rows['predicted']} predicted, {rows['rejected']} rejected"
        return f"version {model['number']}: {counts}"

    def read_results(self) -> str:
        """As many predictions as the manifest counts, and a reason for each rejected row; nothing is there twice."""
        predicted = [row for output in self.manifest["outputs"] for row in self._rows(output["key"])]
        rejected = [row for file in self._rejected() for row in self._rows(file)]
        counted = self.manifest["rows"]
        places = {(row["file"], row["row"]) for row in predicted}
        found = (len(predicted), len(places), len(rejected))
        if found != (counted["predicted"], counted["predicted"], counted["rejected"]) or not all(found):
            raise UnfinishedError(f"{found} rows where the manifest counts {counted}", hint=KEPT_HINT)
        if len(self.manifest["duplicates"]) != 1:
            raise UnfinishedError(f"{REPEATED} was not seen as a duplicate", hint=KEPT_HINT)
        return f"{predicted[0]['prediction']} {predicted[0].get('label', '')}; {rejected[0]['rejected_reason']}"

    def send_same(self) -> str:
        """The first file once more: there is no second output, and the run says so."""
        before = self._outputs()
        self._send({WITH_BAD_ROWS: self._example(WITH_BAD_ROWS)})
        outcome = self._said(NOTHING_NEW)
        if self._outputs() != before:
            raise UnfinishedError("the same file again has other predictions", hint=KEPT_HINT)
        return outcome

    def correct(self) -> str:
        """The rejected rows, with cells that the model takes, are a file that can be sent as it is."""
        (file,) = self._rejected()
        header, rows = self._table(file)
        for row in rows:
            row |= {"age": "40", "hours_per_week": "40", "marital_status": "Divorced"}
        text = io.StringIO()
        writer = csv.DictWriter(text, header, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self._send({CORRECTED: text.getvalue().encode()})
        return f"{len(rows)} rows as {CORRECTED}"

    def _rejected(self) -> list[str]:
        bucket = self.project.output("Bucket")
        found = self.people.scientist.files_below(f"s3://{bucket}/{self.manifest['rejected']}")
        return [file.removeprefix(f"s3://{bucket}/") for file in found]

    def _outputs(self) -> tuple[str, ...]:
        return self.people.scientist.files_below(self.project.output("PredictionsUri"))

    def _rows(self, key: str) -> list[dict[str, str]]:
        return self._table(key)[1]

    def _table(self, key: str) -> tuple[list[str], list[dict[str, str]]]:
        text = self.people.scientist.read(f"s3://{self.project.output('Bucket')}/{key}").decode()
        reader = csv.DictReader(io.StringIO(text))
        rows = list(reader)
        return list(reader.fieldnames or ()), rows

    def _example(self, name: str) -> bytes:
        if self._checkout is None:
            raise UnfinishedError("the repository was not cloned", hint="see why above")
        return (self._checkout.folder / EXAMPLE / name).read_bytes()

    def _send(self, files: dict[str, bytes]) -> None:
        self._known = frozenset(run.arn for run in self._runs())
        for name, content in files.items():
            self.people.scientist.write(f"{self.project.output('DataUri')}{name}", content)

    def _runs(self) -> tuple[BatchRun, ...]:
        return self.people.scientist.batch_runs(self.project.output("BatchPipelineName"))

    def _finished(self) -> list[BatchRun]:
        """The runs since the last files were sent, when all of them have ended."""

        def ended() -> list[BatchRun] | None:
            new = [run for run in self._runs() if run.arn not in self._known]
            return new if new and all(run.status in FINISHED for run in new) else None

        return self.project.wait_for("the end of the run", ended, WORK_SECONDS)

    def _said(self, words: str) -> str:
        (run, *_) = self._finished()
        if run.status != "Succeeded" or words not in run.sentence:
            raise UnfinishedError(f"the run is {run.status} and says `{run.sentence}`", hint=KEPT_HINT)
        return run.sentence
