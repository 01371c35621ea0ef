"""Requests as an endpoint captures them: recorded, so that a rehearsal of the monitor needs no endpoint.

SageMaker AI Developer Guide, "Data capture": lines of JSON with both sides of a request and its inference id.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, str]
Change = Callable[[Row], Row]
CONTENT = {"observedContentType": "text/csv", "encoding": "CSV"}


@dataclass(frozen=True)
class Traffic:
    """Rows that the model was tested on, in the order in which they are asked, under inference ids of a prefix."""

    rows: Sequence[Row]
    columns: Sequence[str]
    prefix: str

    def captured(self) -> bytes:
        return "".join(f"{_line(row, self.columns, name)}\n" for name, row in self._named()).encode()

    def labels(self, positive: str) -> bytes:
        """What became known later, with the columns that no request has."""
        text = io.StringIO()
        others = [name for name in self.rows[0] if name not in (*self.columns, "prediction", "truth")]
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["inference_id", "label", *others])
        for name, row in self._named():
            writer.writerow([name, positive if float(row["truth"]) else "other", *(row[other] for other in others)])
        return text.getvalue().encode()

    def _named(self) -> list[tuple[str, Row]]:
        return [(f"{self.prefix}-{place}", row) for place, row in enumerate(self.rows)]


def traffic(baseline: bytes, reference: bytes, part: slice, prefix: str, change: Change = lambda row: row) -> Traffic:
    """Of the files `baseline.json` and `reference.csv` of a training; `change` is what happens to the world."""
    rows = list(csv.DictReader(io.StringIO(reference.decode())))[part]
    columns = [column["name"] for column in json.loads(baseline)["columns"] if column["requested"]]
    return Traffic([change(row) for row in rows], columns, prefix)


def positive_label(baseline: bytes) -> str:
    return str(json.loads(baseline)["positive"])


def _line(row: Row, columns: Sequence[str], name: str) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([row[column] for column in columns])
    data: dict[str, Any] = {
        "endpointInput": {**CONTENT, "mode": "INPUT", "data": text.getvalue()},
        "endpointOutput": {**CONTENT, "mode": "OUTPUT", "data": f"{row['prediction']},label\n"},
    }
    event = {"eventId": f"event-{name}", "inferenceId": name, "inferenceTime": "2026-03-02T10:00:00Z"}
    return json.dumps({"captureData": data, "eventMetadata": event, "eventVersion": "0"})
