"""Requests to production during deployments."""

from threading import Event

from scripts.rehearsal.availability import AvailabilityProbe, failed_requests


def test_failed_requests_are_counted_and_do_not_stop_the_probe() -> None:
    enough = Event()
    answers = iter(["7.5"])

    def request() -> str:
        try:
            return next(answers)
        except StopIteration:
            enough.set()
            raise OSError("connection reset") from None

    probe = AvailabilityProbe(request)
    probe.start()
    assert enough.wait(10)
    first, *others = probe.stop()
    assert first.answer == "7.5"
    assert others
    assert {result.failure for result in failed_requests((first, *others))} == {"OSError: connection reset"}
