"""How a measurement becomes features."""

import numpy as np
import pytest

from measurements import FEATURES, NUMBERS, encode


def features(sex, **given):
    row = np.array([[given.get(name, 0.5) for name in NUMBERS]])
    return dict(zip(FEATURES, encode([sex], row)[0].tolist(), strict=True))


def test_weights_become_shares_of_the_whole_animal():
    found = features("F", whole_weight=2.0, shell_weight=0.5, shucked_weight=1.0)
    assert (found["shell_weight_share"], found["shucked_weight_share"], found["shell_to_meat"]) == (0.25, 0.5, 0.5)
    assert (found["sex_F"], found["sex_I"], found["sex_M"]) == (1, 0, 0)
    assert found["volume"] == pytest.approx(0.125)


def test_an_animal_too_light_for_the_scales_has_unknown_shares():
    found = features("I", whole_weight=0.0, shucked_weight=0.0)
    assert np.isnan([found["shell_weight_share"], found["shell_to_meat"]]).all()
