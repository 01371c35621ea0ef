"""What is asked of an endpoint, and what is noticed when it is not so."""

import io
import json

import pytest
from botocore.exceptions import ClientError

from deploy.calls import invoke
from deploy.checks import check, read_contract
from deploy.settings import DeployError, EndpointType

CONTRACT = {
    "requests": [
        {"name": "csv", "body": "1,2", "content_type": "text/csv", "accept": "text/csv", "predictions": [3.0]},
        {"name": "many", "body": "1,2\n3,4", "content_type": "text/csv", "accept": "application/json", "rows": 2},
    ],
    "refused": [{"name": "text", "body": "warm", "content_type": "text/csv", "accept": "text/csv"}],
    "tolerance": 0.001,
    "budget": {"requests": 20, "p95_milliseconds": 1000},
}


class Endpoint:
    """SageMaker's runtime with a model that adds up the numbers of each row."""

    def __init__(self, *, offset=0.0, refusal=400):
        self.offset = offset
        self.refusal = refusal
        self.calls = 0

    def answer(self, body: bytes) -> list[float]:
        return [sum(map(float, row.split(","))) + self.offset for row in body.decode().splitlines()]

    def invoke_endpoint(self, EndpointName, Body, ContentType, Accept):  # noqa: N803
        assert (EndpointName, ContentType) == ("demo", "text/csv")
        self.calls += 1
        try:
            values = self.answer(Body)
        except ValueError as error:
            response = {"Error": {"Code": "ModelError", "Message": str(error)}, "OriginalStatusCode": self.refusal}
            raise ClientError(response, "InvokeEndpoint") from error
        text = json.dumps({"predictions": values}) if Accept == "application/json" else "\n".join(map(str, values))
        return {"Body": io.BytesIO(text.encode()), "ContentType": Accept}


def findings(endpoint, contract=CONTRACT):
    return list(check(invoke(endpoint, "demo"), contract))


def test_a_good_endpoint_passes_every_check():
    endpoint = Endpoint()
    assert all(finding.good for finding in findings(endpoint))
    assert endpoint.calls == 2 + 1 + 20


def test_another_model_behind_the_endpoint_is_noticed():
    failed = [str(finding) for finding in findings(Endpoint(offset=0.5)) if not finding.good]
    assert failed == ["FAILED  golden request `csv`: answered [3.5], expected [3.0]"]


def test_a_model_that_breaks_on_nonsense_is_noticed():
    failed = [str(finding) for finding in findings(Endpoint(refusal=500)) if not finding.good]
    assert failed == ["FAILED  bad request `text`: status 500"]


def test_a_slow_endpoint_is_noticed():
    slow = CONTRACT | {"budget": {"requests": 20, "p95_milliseconds": 0}}
    failed = [finding for finding in findings(Endpoint(), slow) if not finding.good]
    assert len(failed) == 1
    assert "p95" in failed[0].text


LABELS = ["large", "a small, cold one"]
LABELLED = CONTRACT | {
    "requests": [
        {
            "name": accept,
            "body": "9,2\n0,0",
            "content_type": "text/csv",
            "accept": accept,
            "predictions": [11.0, 0.0],
            "labels": LABELS,
        }
        for accept in ("text/csv", "application/json")
    ]
}


class Classifier(Endpoint):
    """Answers a label with each number."""

    def __init__(self, labels=LABELS):
        super().__init__()
        self.labels = labels

    def invoke_endpoint(self, EndpointName, Body, ContentType, Accept):  # noqa: N803
        values = super().answer(Body) if Body != b"warm" else super().invoke_endpoint("demo", Body, ContentType, Accept)
        text = json.dumps({"predictions": values, "labels": self.labels})
        if Accept == "text/csv":
            text = "".join(f'{value},"{label}"\n' for value, label in zip(values, self.labels, strict=True))
        return {"Body": io.BytesIO(text.encode()), "ContentType": Accept}


def test_labels_stand_beside_the_numbers_of_a_classification():
    assert all(finding.good for finding in findings(Classifier(), LABELLED))


def test_the_label_of_another_threshold_is_noticed():
    failed = [str(finding) for finding in findings(Classifier(["large", "large"]), LABELLED) if not finding.good]
    assert len(failed) == 2
    assert failed[0].endswith("`text/csv`: labelled ['large', 'large'], expected ['large', 'a small, cold one']")


def test_a_regression_that_is_asked_for_labels_is_noticed():
    failed = [finding for finding in findings(Endpoint(), LABELLED) if not finding.good]
    assert len(failed) == 2


def test_an_answer_that_is_no_number_is_noticed():
    class Talkative(Endpoint):
        def answer(self, body):
            super().answer(body)
            return ["warm"]

    assert not findings(Talkative())[0].good


def test_errors_that_are_not_the_models_are_not_hidden():
    class Closed(Endpoint):
        def invoke_endpoint(self, **_request):
            raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "InvokeEndpoint")

    with pytest.raises(ClientError, match="AccessDenied"):
        findings(Closed())


def test_a_build_asks_the_golden_requests_that_were_prepared_for_this_version(tmp_path):
    (tmp_path / "expected_answers.json").write_text('{"requests": [{"name": "mine"}]}')
    contract = read_contract(EndpointType.REAL_TIME, {"CODEBUILD_SRC_DIR_Prepared": str(tmp_path)})
    assert contract["requests"] == [{"name": "mine"}]


def test_outside_of_a_build_the_golden_requests_of_the_repository_are_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = [request["name"] for request in read_contract(EndpointType.REAL_TIME, {})["requests"]]
    assert names == ["16 days as CSV", "14 days by name"]


@pytest.mark.parametrize("text", [None, "", '{"requests": []}', "{}"])
def test_a_build_never_falls_back_to_weaker_requests(tmp_path, text):
    if text is not None:
        (tmp_path / "expected_answers.json").write_text(text)
    with pytest.raises(DeployError, match=r"expected_answers\.json"):
        read_contract(EndpointType.REAL_TIME, {"CODEBUILD_SRC_DIR_Prepared": str(tmp_path)})


def test_an_asynchronous_endpoint_is_given_the_time_that_leaving_and_fetching_takes():
    budgets = {kind: read_contract(kind, {})["budget"] for kind in EndpointType}
    assert budgets[EndpointType.SERVERLESS] == budgets[EndpointType.REAL_TIME]
    assert budgets[EndpointType.ASYNCHRONOUS]["p95_milliseconds"] >= 10_000
    assert budgets[EndpointType.ASYNCHRONOUS]["floor_milliseconds"] >= 2_000
