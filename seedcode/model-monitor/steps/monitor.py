"""The processing job: captured requests, labels and the model's baseline in, report.html and result.json out."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from attribution import attribution
from baseline import read_baseline
from bias import selections
from captured import TIME, read_captured
from drift import data_drift
from errors import MonitorError
from findings import Findings
from labels import join_labels
from limits import read_limits
from page import page
from quality import quality
from support.page.formats import several

INPUTS = ("baseline", "captured", "labels")
MESSAGE = Path("/opt/ml/output/message")


def find(folders: Mapping[str, Path], settings: Path) -> Findings:
    """Raises MonitorError where nothing can be said."""
    limits, baseline = read_limits(settings), read_baseline(folders["baseline"])
    captured = read_captured(folders["captured"], baseline, limits.unreadable)
    table = captured.table
    if len(table) < limits.fewest_rows:
        raise MonitorError(f"{several(len(table), 'row')} captured in the period; {limits.fewest_rows} are needed")
    labelled = join_labels(table, folders["labels"], baseline)
    times = sorted(value for value in table[TIME] if value)
    found = quality(baseline, labelled.table, limits)
    return Findings(
        baseline=baseline,
        limits=limits,
        rows=len(table),
        labels=len(labelled.table),
        drift=data_drift(baseline, table),
        quality=found,
        # Protected columns that no request has come with the labels.
        selections=tuple(selections(baseline, table) or selections(baseline, labelled.table)),
        attribution=attribution(baseline, table),
        first=times[0] if times else "",
        last=times[-1] if times else "",
        warnings=tuple(_warnings(captured.problems, found is None, labelled.labels, len(labelled.table))),
    )


def _warnings(problems: tuple[str, ...], unmeasured: bool, labels: int, joined: int) -> list[str]:
    found = [f"{several(len(problems), 'captured line')} left out: {problems[0]}"] if problems else []
    if unmeasured:
        found.append(f"Quality is not measured yet: {several(joined, 'label')} arrived for these requests.")
    if labels and not joined:
        found.append(f"None of {several(labels, 'label')} has the inference id of a captured request.")
    return found


def run(folders: Mapping[str, Path], settings: Path, output: Path) -> Findings:
    found = find(folders, settings)
    output.mkdir(parents=True, exist_ok=True)
    (output / "report.html").write_text(page(found), encoding="utf-8")
    (output / "result.json").write_text(json.dumps(found.document(), indent=1, allow_nan=False), encoding="utf-8")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in INPUTS:
        parser.add_argument(f"--{name}", type=Path, default=Path("/opt/ml/processing/input") / name)
    parser.add_argument("--settings", type=Path, default=Path(__file__).parent)
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output/report"))
    given = vars(parser.parse_args())
    try:
        text, code = run({name: given[name] for name in INPUTS}, given["settings"], given["output"]).sentence, 0
    except MonitorError as error:
        text, code = str(error), 1
    print(text)
    if MESSAGE.parents[1].is_dir():
        # SageMaker shows the first kilobyte as the job's ExitMessage.
        MESSAGE.parent.mkdir(exist_ok=True)
        MESSAGE.write_text(text[:1000], encoding="utf-8")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
