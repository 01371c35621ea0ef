"""How a person becomes numbers, in training and behind an endpoint."""

import pandas as pd
import pytest

from census import read_folder
from encoding import Encoding
from preprocess import examples, learn, split


@pytest.fixture(scope="module")
def sets(local_run):
    return split(read_folder(local_run.raw))


def test_an_endpoint_encodes_as_scikit_learn_does(sets):
    transformer, encoding = learn(sets["train"])
    expected = examples(sets["test"], transformer, encoding)[encoding.names]
    found = pd.DataFrame(map(encoding.encode, sets["test"].to_dict("records")), columns=encoding.names)
    assert (found.to_numpy() == expected.to_numpy()).all()


@pytest.mark.parametrize("unseen", ["?", "Never-worked", ""])
def test_unknown_and_unseen_categories_are_all_zero(sets, unseen):
    _, encoding = learn(sets["train"])
    row = sets["test"].iloc[0].to_dict() | {"workclass": unseen}
    values = dict(zip(encoding.names, encoding.encode(row), strict=True))
    assert not any(value for name, value in values.items() if name.startswith("workclass_"))


def test_race_and_sex_are_not_given_to_the_model(sets):
    _, encoding = learn(sets["train"])
    assert not {"race", "sex", "income", "fnlwgt"} & set(encoding.columns)


def test_it_is_the_same_after_saving(sets, tmp_path):
    _, encoding = learn(sets["train"])
    encoding.save(tmp_path)
    assert Encoding.load(tmp_path).names == encoding.names
