"""What is read of evaluations and reports."""

from scripts.rehearsal.findings import metrics


def test_metrics_are_named_by_their_path_in_the_evaluation() -> None:
    document = {"regression_metrics": {"rmse": {"value": 2.5}}, "days": 300, "sha": "x", "fair": True}
    assert dict(metrics(document)) == {"regression metrics rmse": 2.5, "days": 300.0}
