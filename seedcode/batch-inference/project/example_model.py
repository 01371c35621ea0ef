"""Stands in for the transform job on this machine: a straight line over the columns of example/model, or a server.

The line was fitted to the same data as the profile; its answers have the form of a trained model's: a probability and
its label for each row.
"""

import csv
import io
import json
import math
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from support.contract import Contract

Answer = Callable[[str], str]
"""Lines of rows to as many lines of answers, as CSV."""


def line(document: dict[str, Any], contract: Contract) -> Answer:
    def answer(body: str) -> str:
        target = io.StringIO()
        writer = csv.writer(target, lineterminator="\n")
        for row in csv.reader(io.StringIO(body)):
            chance = probability(document, dict(zip(contract.names, row, strict=True)))
            writer.writerow([f"{chance:.6g}", document["positive" if chance >= 0.5 else "negative"]])
        return target.getvalue()

    return answer


def probability(document: dict[str, Any], row: dict[str, str]) -> float:
    total = float(document["intercept"])
    for name, scale in document["numbers"].items():
        total += scale["weight"] * (float(row[name] or scale["mean"]) - scale["mean"]) / scale["deviation"]
    for name, weights in document["categories"].items():
        total += weights.get(row[name], 0.0)
    return 1 / (1 + math.exp(-total))


def read_line(folder: Path, contract: Contract) -> Answer:
    return line(json.loads((folder / "line.json").read_text(encoding="utf-8")), contract)


def server(address: str) -> Answer:
    """A model that serves on this machine, as `make serve` of a training repository does."""

    def answer(body: str) -> str:
        headers = {"Content-Type": "text/csv", "Accept": "text/csv"}
        request = urllib.request.Request(f"{address.rstrip('/')}/invocations", body.encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as found:
            return found.read().decode()

    return answer
