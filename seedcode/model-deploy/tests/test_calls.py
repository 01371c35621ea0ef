"""How an asynchronous endpoint is asked."""

import pytest

from deploy.calls import AsyncStore, invoke_async
from deploy.settings import DeployError
from memory import ACCOUNT, BUCKET


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
    requests = AsyncStore(store, f"s3://{BUCKET}/endpoints/staging", ACCOUNT, "key")
    return invoke_async(queue, "demo", requests, patience, queue.work)("1,2", "text/csv", "text/csv")


def test_an_asynchronous_answer_is_waited_for(store):
    queue = Queue(store)
    assert ask_queue(store, queue).body == "3.0"
    assert queue.pending == b"1,2"


def test_an_asynchronous_failure_is_a_refusal(store):
    assert ask_queue(store, Queue(store, fails=True)).status == 400


def test_an_answer_that_never_comes_is_an_error_that_says_where_it_was_expected(store):
    with pytest.raises(DeployError, match="endpoints/staging/answers/1"):
        ask_queue(store, Queue(store), patience=0)
