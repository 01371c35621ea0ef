"""How a new model's answers are set beside those of production, and what stops it."""

import math

import pytest

from deploy.calls import Answer
from deploy.comparison import Absent, compare
from deploy.settings import DeployError

CSV = {"content_type": "text/csv", "accept": "text/csv"}
CONTRACT = {
    "requests": [{"name": "one", "body": "1,2", **CSV}, {"name": "two", "body": "1,2\n3,4", **CSV}],
    "refused": [{"name": "text", "body": "warm", **CSV}],
    "budget": {"requests": 20, "times_production": 2, "floor_milliseconds": 100},
}


class Model:
    """An endpoint as the checks see it: adds up the numbers of each row."""

    def __init__(self, *, offset=0.0, seconds=0.01, refuses=(), breaks_after=math.inf):
        self.offset, self.seconds, self.refuses, self.breaks_after = offset, seconds, refuses, breaks_after
        self.asked = []

    def __call__(self, body, content_type, accept):
        self.asked.append(body)
        if body in self.refuses or len(self.asked) > self.breaks_after:
            return Answer(500, "text/plain", "broken", 0.001)
        return Answer(200, accept, self.answer(body), self.seconds)

    def answer(self, body):
        return "\n".join(str(sum(map(float, row.split(","))) + self.offset) for row in body.splitlines())


class Talkative(Model):
    def answer(self, body):
        return "warm"


class Undecided(Model):
    def answer(self, body):
        return "nan"


class Dead(Model):
    def __call__(self, body, content_type, accept):
        raise DeployError("no answer at s3://bucket/answers/1 after 300 s")


def lines(new, old):
    return [str(finding) for finding in compare(new, old, CONTRACT)]


def failed(new, old):
    return [line for line in lines(new, old) if line.startswith("FAILED")]


def test_how_far_the_predictions_differ_is_said_in_numbers_and_stops_nothing():
    found = lines(Model(offset=0.5), Model())
    assert found[0].endswith("differ by 0.5 on average, by 0.5 at most (3.5, production 3)")
    assert found[2].endswith("0 errors where production answers, p95 10 ms, production 10 ms (limit 100 ms)")
    assert [line[:2] for line in found] == ["ok"] * 3


def test_the_largest_difference_is_shown_with_both_predictions():
    class Late(Model):
        def answer(self, body):
            return "3\n9" if "\n" in body else "3"

    assert "differ by 1 on average, by 2 at most (9, production 7)" in lines(Late(), Model())[1]


@pytest.mark.parametrize("new", [Model(refuses=["1,2"]), Talkative(), Undecided()])
def test_a_model_that_errs_where_production_answers_is_stopped(new):
    assert "`one` beside production: production answers it, this endpoint does not" in failed(new, Model())[0]


def test_a_model_that_errs_now_and_then_is_stopped():
    assert "5 errors where production answers" in failed(Model(breaks_after=17), Model())[0]


@pytest.mark.parametrize("old", [Model(refuses=["1,2"]), Model(breaks_after=0), Talkative(), Undecided()])
def test_a_model_that_answers_where_production_errs_goes_on(old):
    found = lines(Model(), old)
    assert failed(Model(), old) == []
    assert "production does not answer it" in found[0]


def test_a_production_that_answers_only_some_requests_is_timed_with_one_of_those():
    old = Model(refuses=["1,2"])
    assert "20 requests beside production" in lines(Model(), old)[2]
    assert old.asked[2:] == ["1,2\n3,4"] * 20


def test_a_production_that_answers_nothing_is_not_timed():
    old = Model(breaks_after=0)
    assert "answers none of the golden requests" in lines(Model(), old)[2]
    assert len(old.asked) == 2


@pytest.mark.parametrize(("seconds", "stopped"), [(0.39, False), (0.41, True)])
def test_more_than_twice_as_slow_as_production_is_too_slow(seconds, stopped):
    assert bool(failed(Model(seconds=seconds), Model(seconds=0.2))) == stopped


@pytest.mark.parametrize(("seconds", "stopped"), [(0.099, False), (0.101, True)])
def test_below_the_floor_nothing_is_too_slow(seconds, stopped):
    assert bool(failed(Model(seconds=seconds), Model(seconds=0.001))) == stopped


def test_quick_errors_of_production_do_not_make_it_quick():
    assert failed(Model(seconds=0.3), Model(seconds=0.2, breaks_after=12)) == []


def test_another_number_of_predictions_is_said():
    class Short(Model):
        def answer(self, body):
            return "3"

    assert lines(Short(), Model())[1].endswith("`two` beside production: 1 predictions, production gives 2")


def test_nonsense_is_never_sent_to_production():
    old = Model()
    lines(Model(), old)
    assert "warm" not in old.asked


def test_without_an_endpoint_in_production_nothing_is_asked_and_nothing_fails():
    new = Model()
    assert lines(new, Absent("there is no endpoint live yet")) == [
        "ok      not compared with production: there is no endpoint live yet"
    ]
    assert new.asked == []


def test_a_production_that_does_not_answer_in_time_does_not_hold_up_its_successor():
    assert failed(Model(), Dead()) == []
    assert "no answer at s3://bucket/answers/1" in lines(Model(), Dead())[0]


def test_a_new_model_that_does_not_answer_in_time_is_not_forgiven():
    with pytest.raises(DeployError, match="no answer"):
        lines(Dead(), Model())
