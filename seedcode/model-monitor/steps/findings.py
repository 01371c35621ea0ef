"""Everything that a run found out, its sentence, and the figures that become metrics."""

from dataclasses import dataclass
from typing import Any

from attribution import Attribution
from baseline import Baseline
from bias import Selection
from drift import Drift
from limits import Limits
from quality import Quality
from support.page.formats import fixed, several

DATA, QUALITY, BIAS, ATTRIBUTION = "data", "quality", "bias", "attribution"
MOST_NAMED = 3


@dataclass(frozen=True)
class Findings:
    """`quality` is None while too few labels have arrived. `warnings` are sentences about what was not measured."""

    baseline: Baseline
    limits: Limits
    rows: int
    labels: int
    drift: Drift
    quality: Quality | None
    selections: tuple[Selection, ...]
    attribution: Attribution
    first: str
    last: str
    warnings: tuple[str, ...] = ()

    def problems(self) -> dict[str, str]:
        """A sentence for each kind of finding; empty if the model works on what it was made for."""
        sentences = {
            DATA: self._data(),
            QUALITY: self._quality(),
            BIAS: self._bias(),
            ATTRIBUTION: self._attribution(),
        }
        return {kind: sentence for kind, sentence in sentences.items() if sentence}

    @property
    def sentence(self) -> str:
        found = self.problems()
        rows = several(self.rows, "row")
        return " ".join(found.values()) or f"Nothing to do: {rows} are like those that the model was tested on."

    def _data(self) -> str:
        drifted = self.drift.drifted(self.limits)
        parts = [f"{name} ({' and '.join(reasons)})" for name, reasons in [*drifted.items()][:MOST_NAMED]]
        more = f" and {len(drifted) - MOST_NAMED} more" if len(drifted) > MOST_NAMED else ""
        if parts:
            return f"{several(len(drifted), 'column')} drifted: {', '.join(parts)}{more}."
        if reasons := self.drift.prediction.reasons(self.limits):
            return f"The predictions drifted ({' and '.join(reasons)}), and no column did."
        if self.drift.separated(self.limits):
            return f"The columns no longer go together as before: {self.drift.together.size:.0%} can be told apart."
        return ""

    def _quality(self) -> str:
        found = self.quality
        if found is None or not found.worse(self.limits):
            return ""
        rows = several(found.rows, "labelled row")
        return (
            f"The model got worse: {found.metric} {fixed(found.value, 3)} on {rows}, {fixed(found.before, 3)} before."
        )

    def _bias(self) -> str:
        worse = [each for each in self.selections if each.worse(self.limits)]
        texts = [f"{each.column} {each.ratio:.2f}, {each.before:.2f} before" for each in worse]
        return f"Groups are treated less equally (ratio of rates: {'; '.join(texts)})." if texts else ""

    def _attribution(self) -> str:
        if not self.attribution.moved(self.limits):
            return ""
        return f"The answers depend on other columns: agreement of importance {self.attribution.agreement:.2f}."

    def metrics(self) -> dict[str, float]:
        """By the name of the metric in CloudWatch. What was not measured is left out."""
        problems = self.problems()
        found = {
            "Rows": float(self.rows),
            "Labels": float(self.labels),
            "DriftedColumns": float(len(self.drift.drifted(self.limits))),
            "LargestStability": max((each.stability for each in self.drift.columns), default=0.0),
            "Separation": self.drift.together.size,
            "DataFindings": float(DATA in problems),
            "QualityFindings": float(QUALITY in problems),
            "BiasFindings": float(BIAS in problems),
        }
        if self.quality is not None:
            found["Quality"] = self.quality.value
        if self.attribution.measured:
            found["AttributionAgreement"] = self.attribution.agreement
            found["AttributionFindings"] = float(ATTRIBUTION in problems)
        if self.selections:
            found["LowestSelectionRatio"] = min(each.ratio for each in self.selections)
        return found

    def document(self) -> dict[str, Any]:
        return {
            "sentence": self.sentence,
            "problems": self.problems(),
            "metrics": self.metrics(),
            "drifted": self.drift.drifted(self.limits),
            "warnings": list(self.warnings),
            "first": self.first,
            "last": self.last,
            "model": dict(self.baseline.model),
        }
