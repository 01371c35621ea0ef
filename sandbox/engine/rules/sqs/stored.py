"""The engine's record of a queue."""

from ministack.services import sqs

from sandbox.api.types import Record


def queue_at(address: str) -> Record | None:
    """The queue with an address or a name; None where there is none."""
    try:
        return sqs._get_q(address)
    except sqs._Err:
        return None
