"""What is asked of an endpoint, and what is noticed when it is not so."""

import io
import json

import pytest
from botocore.exceptions import ClientError

from deploy.calls import Mailbox, by_mailbox, directly
from deploy.checks import check, read_contract
from deploy.settings import DeployError
from memory import ACCOUNT, BUCKET

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
            told = {"Error": {"Code": "ModelError", "Message": str(error)}, "OriginalStatusCode": self.refusal}
            raise ClientError(told, "InvokeEndpoint") from error
        text = json.dumps({"predictions": values}) if Accept == "application/json" else "\n".join(map(str, values))
        return {"Body": io.BytesIO(text.encode()), "ContentType": Accept}


def findings(endpoint, contract=CONTRACT):
    return list(check(directly(endpoint, "demo"), contract))


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


class Queue:
    """An asynchronous endpoint: it answers, or fails, when it is looked at for the second time."""

    def __init__(self, store, *, fails=False):
        self.store = store
        self.fails = fails
        self.pending = None

    def invoke_endpoint_async(self, EndpointName, InputLocation, ContentType, Accept):  # noqa: N803
        assert (EndpointName, ContentType, Accept) == ("demo", "text/csv", "text/csv")
        self.pending = self.store.objects[InputLocation]
        return {
            "OutputLocation": f"s3://{BUCKET}/endpoints/staging/answers/1",
            "FailureLocation": f"s3://{BUCKET}/endpoints/staging/failures/1",
        }

    def work(self, _seconds):
        place = "failures" if self.fails else "answers"
        self.store.objects[f"s3://{BUCKET}/endpoints/staging/{place}/1"] = b"3.0"


def ask_queue(store, queue, patience=5.0):
    mailbox = Mailbox(store, f"s3://{BUCKET}/endpoints/staging", ACCOUNT, "key")
    return by_mailbox(queue, "demo", mailbox, patience, queue.work)("1,2", "text/csv", "text/csv")


def test_an_asynchronous_answer_is_waited_for(store):
    queue = Queue(store)
    assert ask_queue(store, queue).body == "3.0"
    assert queue.pending == b"1,2"


def test_an_asynchronous_failure_is_a_refusal(store):
    assert ask_queue(store, Queue(store, fails=True)).status == 400


def test_an_answer_that_never_comes_is_an_error_that_says_where_it_was_expected(store):
    with pytest.raises(DeployError, match="endpoints/staging/answers/1"):
        ask_queue(store, Queue(store), patience=0)


def test_prepared_golden_requests_come_before_those_of_the_repository(tmp_path):
    repository = read_contract({"CODEBUILD_SRC_DIR_Prepared": str(tmp_path)})
    assert {"requests", "refused", "budget", "tolerance"} == set(repository)
    (tmp_path / "golden.json").write_text('{"requests": []}')
    assert read_contract({"CODEBUILD_SRC_DIR_Prepared": str(tmp_path)})["requests"] == []
