"""Ways to observe a change: requests all the time, and a queue of the events."""

import json
import threading
import time
import uuid
from typing import Any

from botocore.exceptions import ClientError


def invoke(runtime: Any, endpoint: str, body: str = "1", kind: str = "text/csv") -> str:
    return runtime.invoke_endpoint(EndpointName=endpoint, Body=body, ContentType=kind)["Body"].read().decode()


class Poll:
    """Sends requests to an endpoint all the time and keeps every answer."""

    def __init__(self, runtime, endpoint):
        self.answers, self.failures, self._stop = [], [], threading.Event()
        self._thread = threading.Thread(target=self._send_requests, args=(runtime, endpoint))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._stop.set()
        self._thread.join()

    def _send_requests(self, runtime, endpoint):
        while not self._stop.is_set():
            try:
                self.answers.append(invoke(runtime, endpoint).strip())
            except ClientError as error:
                self.failures.append(error)
            time.sleep(0.01)


class Queue:
    """Receives what rules and topics of an account send; `received` has the bodies so far."""

    def __init__(self, sandbox: Any, account: str) -> None:
        self._client = lambda service: sandbox.client(service, account)
        self.name, self.received = f"q{uuid.uuid4().hex[:8]}", []
        self.arn = f"arn:aws:sqs:us-east-1:{account}:{self.name}"
        self._queue = self._client("sqs").create_queue(QueueName=self.name)["QueueUrl"]
        services = {"Service": ["events.amazonaws.com", "sns.amazonaws.com"]}
        let_in = {"Effect": "Allow", "Principal": services, "Action": "sqs:SendMessage", "Resource": self.arn}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [let_in]})
        self._client("sqs").set_queue_attributes(QueueUrl=self._queue, Attributes={"Policy": policy})

    def events(self, **pattern: Any) -> "Queue":
        self._client("events").put_rule(Name=self.name, EventPattern=json.dumps(pattern))
        self._client("events").put_targets(Rule=self.name, Targets=[{"Id": "queue", "Arn": self.arn}])
        return self

    def topic(self) -> str:
        """A new topic whose messages arrive here."""
        made = self._client("sns").create_topic(Name=self.name)["TopicArn"]
        self._client("sns").subscribe(TopicArn=made, Protocol="sqs", Endpoint=self.arn)
        return made

    def until(self, enough: Any, seconds: float = 20) -> list[dict[str, Any]]:
        """The bodies that were received as soon as `enough` of them is true."""
        deadline = time.monotonic() + seconds
        while not enough(self.received):
            assert time.monotonic() < deadline, f"only {self.received}"
            found = self._client("sqs").receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10, WaitTimeSeconds=1)
            self.received += [json.loads(message["Body"]) for message in found.get("Messages", [])]
        return self.received
