"""What AWS refuses for the time being is retried; what it refuses for good is shown with its message."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from scripts.aws.publishing.lease import Lease
from scripts.aws.publishing.sharing import BUSY, start_sharing
from scripts.aws.retries import retry_while_busy
from scripts.aws.waiting import until
from scripts.errors import CredentialsError, UnfinishedError
from tests.end_to_end.command_line import AS

HUB, BUCKET = "111111111111", "leases"
SHARE = {"operation": "CreatePortfolioShare", "status": 400}
PUT = {"method": "PUT", "path": "/lease.json"}
BUSY_MESSAGE = "Cannot process more than one portfolio share action at the same time. Try again later."


@pytest.fixture(scope="module")
def place(make_idle_sandbox) -> Any:
    made = make_idle_sandbox()
    made.client("s3", HUB).create_bucket(Bucket=BUCKET)
    return made


@pytest.fixture
def faults(place: Any) -> Iterator[Callable[..., None]]:
    """Lets the sandbox refuse calls."""
    file = place.state / "faults.json"
    yield lambda *entries: file.write_text(json.dumps(entries))
    file.unlink(missing_ok=True)


@pytest.fixture
def portfolio(place: Any) -> str:
    made = place.client("servicecatalog", HUB).create_portfolio(DisplayName="one", ProviderName="hub")
    return made["PortfolioDetail"]["Id"]


def lease(place: Any) -> Lease:
    return Lease(place.client("s3", HUB), BUCKET, HUB)


def share(place: Any, portfolio: str) -> list[str]:
    """The messages that are shown while a portfolio is being shared."""
    messages: list[str] = []

    def watch(message: str = "") -> None:
        messages.append(message)

    start_sharing(place.client("servicecatalog", HUB), portfolio, "ou-sand-mlops001", watch)
    return [message for message in messages if message]


def test_another_share_operation_is_waited_for_and_shown(place: Any, faults: Any, portfolio: str) -> None:
    faults({**SHARE, "code": "InvalidStateException", "message": BUSY_MESSAGE, "times": 4})
    assert set(share(place, portfolio)) == {BUSY_MESSAGE}


def test_a_state_that_no_waiting_ends_is_an_error_after_three_tries(place: Any, faults: Any, portfolio: str) -> None:
    faults({**SHARE, "code": "InvalidStateException", "message": "The portfolio is being deleted.", "times": 99})
    with pytest.raises(UnfinishedError, match="The portfolio is being deleted"):
        share(place, portfolio)


def test_a_missed_prerequisite_is_no_busy_service(place: Any, faults: Any, portfolio: str) -> None:
    message = "AWSOrganizationsAccess must be enabled"
    faults({**SHARE, "code": "InvalidStateException", "message": message, "times": 99})
    with pytest.raises(CredentialsError) as refused:
        share(place, portfolio)
    assert "enable-aws-organizations-access" in refused.value.hint


def test_where_principals_cannot_be_shared_the_error_names_it(place: Any, faults: Any, portfolio: str) -> None:
    message = "SharePrincipals is not supported in this Region"
    faults({**SHARE, "code": "InvalidParametersException", "message": message, "times": 99})
    with pytest.raises(UnfinishedError, match="does not share role names"):
        share(place, portfolio)


def test_a_wait_has_an_end() -> None:
    with pytest.raises(UnfinishedError, match="has not finished stack hub"):
        until(lambda: None, lambda: None, "stack hub", seconds=0.2)


def test_other_errors_are_not_taken_for_busy(place: Any) -> None:
    client = place.client("servicecatalog", HUB)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        retry_while_busy(client.describe_portfolio, BUSY, print, Id="port-none")


def test_a_lease_that_was_deleted_is_taken_again(place: Any) -> None:
    held = lease(place)
    assert held.hold()
    place.client("s3", HUB).delete_object(Bucket=BUCKET, Key="lease.json")
    held.renewed = 0
    assert held.hold()
    held.give_back()


@pytest.mark.parametrize(
    ("status", "code"),
    [(409, "ConditionalRequestConflict"), (404, "NoSuchKey"), (412, "PreconditionFailed")],
)
def test_a_renewal_that_met_another_write_is_tried_again(place: Any, faults: Any, status: int, code: str) -> None:
    held = lease(place)
    assert held.hold()
    faults({**PUT, "status": status, "code": code, "message": "again", "times": 1})
    held.renewed = 0
    assert held.hold()
    held.give_back()


def test_a_lease_that_is_refused_for_ever_ends_the_publish(place: Any, faults: Any) -> None:
    faults({**PUT, "status": 409, "code": "ConditionalRequestConflict", "message": "again", "times": 99})
    with pytest.raises(UnfinishedError, match="several publishers"):
        lease(place).hold()


def test_a_lease_that_another_publisher_took_is_not_taken_back(place: Any) -> None:
    held = lease(place)
    assert held.hold()
    other = {"person": "ada", "machine": "elsewhere", "process": 1, "renewed": time.time()}
    place.client("s3", HUB).put_object(Bucket=BUCKET, Key="lease.json", Body=json.dumps(other))
    held.renewed = 0
    with pytest.raises(UnfinishedError, match="ada on elsewhere is publishing"):
        held.hold()
    place.client("s3", HUB).delete_object(Bucket=BUCKET, Key="lease.json")


def test_a_rehearsal_before_a_publish_ends_with_what_is_missing(
    place: Any, make_command_line: Callable[..., Any]
) -> None:
    done = make_command_line(place)("data-scientist", "rehearse", "build-train", *AS)
    assert done.returncode == 2
    assert "error: your role does not see a product `build-train`" in done.stderr
    assert "Traceback" not in done.stderr
