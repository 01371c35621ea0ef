"""What production runs is compared with if it can be, and whatever is wrong with it is a sentence and stops nothing."""

import hashlib
import io
import json
import re
import tarfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from support.champion import NotComparableError, read_champion
from support.configuration import Configuration, Metric, Task, to_document
from support.schema import Column
from support.threshold import Decision

OURS = Configuration(
    Task("late", "classification", "yes"),
    Metric("auc", "higher"),
    columns=(
        Column("miles", "number", feature=True),
        Column("carrier", "category", feature=True),
        Column("late", "category", values=("no", "yes")),
    ),
)
ROWS = 4


def document(configuration: Configuration) -> str:
    return json.dumps(to_document(configuration))


def archive(files: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as folder:
        for name, text in files.items():
            content = text.encode() if isinstance(text, str) else text
            member = tarfile.TarInfo(name)
            member.size = len(content)
            folder.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def model(configuration: Configuration = OURS, **changed: str | bytes) -> dict[str, str | bytes]:
    decision = json.dumps(Decision(0.3, "yes", "no")._asdict())
    return {"configuration.json": document(configuration), "decision.json": decision, "model.ubj": b"{", **changed}


def given(folder: Path, files: dict[str, str | bytes] | None = None, **changed: object) -> Path:
    packed = archive(model() if files is None else files)
    (folder / "model.tar.gz").write_bytes(packed)
    digest = hashlib.sha256(packed).hexdigest()
    found = {"version": "3", "where": "production", "model_sha256": digest, **changed}
    (folder / "champion.json").write_text(json.dumps(found))
    return folder


def answer(folder: Path) -> np.ndarray:
    assert (folder / "model.ubj").is_file()
    return np.linspace(0, 1, ROWS)


def problem(folder: Path, answering=answer) -> str:
    """Why it was not compared, in signs of which the verdict keeps the most."""
    champion = read_champion(folder, OURS, answering, ROWS)
    assert champion is not None
    assert champion.folder is None
    assert champion.production.answers is None
    return champion.production.problem


def test_its_answers_and_its_threshold_are_those_of_its_own_model(tmp_path):
    champion = read_champion(given(tmp_path), OURS, answer, ROWS)
    assert champion is not None
    assert champion.production.name == "version 3 in production"
    assert champion.production.answers is not None
    assert champion.production.answers.prediction == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert champion.production.answers.threshold == 0.3
    assert champion.folder is not None and (champion.folder / "configuration.json").is_file()


def test_a_version_that_is_only_approved_is_named_so(tmp_path):
    champion = read_champion(given(tmp_path, where="approved", version=7), OURS, answer, ROWS)
    assert champion is not None
    assert champion.production.name == "approved version 7"


def test_where_nothing_runs_yet_there_is_nothing_to_compare_with(tmp_path):
    assert read_champion(tmp_path / "nowhere", OURS, answer, ROWS) is None
    (tmp_path / "champion.json").write_text('{"version": null}')
    assert read_champion(tmp_path, OURS, answer, ROWS) is None


def test_new_columns_of_this_training_do_not_matter(tmp_path):
    fewer = replace(OURS, columns=OURS.columns[1:])
    champion = read_champion(given(tmp_path, model(fewer)), OURS, answer, ROWS)
    assert champion is not None
    assert not champion.production.problem


def task(target: str = "late", kind: str = "classification", positive: str = "yes") -> Configuration:
    """Our columns with another target, positive label or kind of task."""
    values, metric = (("no", "yes"), Metric("auc", "higher")) if positive else ((), Metric("rmse", "lower"))
    learnt = Column(target, "category" if positive else "number", values=values)
    return Configuration(Task(target, kind, positive), metric, columns=(*OURS.columns[:2], learnt))


def columns(*others: Column) -> Configuration:
    return replace(OURS, columns=(*others, OURS.columns[-1]))


@pytest.mark.parametrize(
    ("theirs", "sentence"),
    [
        (task(target="delay"), "its target is delay"),
        (task(positive="no"), "its positive label is no"),
        (task(kind="regression", positive=""), "its kind of task is regression"),
        (columns(Column("day", "category", feature=True)), "its column day is no longer there"),
        (columns(Column("miles", "category", feature=True)), "its column miles is a category"),
    ],
)
def test_a_model_of_other_columns_or_another_target_is_not_compared(tmp_path, theirs, sentence):
    assert problem(given(tmp_path, model(theirs))) == sentence


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"model.pkl": b"\x80\x04N."}, "its archive is refused - ValueError: model file `model.pkl`"),
        ({"../outside.json": "{}"}, "its archive is refused - ValueError"),
        ({"model.ubj": b"{"}, "its configuration cannot be read, older code made it"),
        (model(**{"configuration.json": "[" * 100_000}), "its archive is refused|its configuration cannot be read"),
        (model(**{"decision.json": "[]"}), "its decision.json cannot be read"),
        (model(**{"decision.json": '{"threshold": 3, "positive": "a", "negative": "b"}'}), "has no probability"),
    ],
)
def test_an_archive_is_not_trusted(tmp_path, files, sentence):
    assert re.search(sentence, problem(given(tmp_path, files)))


def test_an_archive_that_is_none_is_refused(tmp_path):
    given(tmp_path)
    (tmp_path / "model.tar.gz").write_bytes(b"no archive")
    digest = hashlib.sha256(b"no archive").hexdigest()
    (tmp_path / "champion.json").write_text(json.dumps({"version": "3", "model_sha256": digest}))
    assert problem(tmp_path).startswith("its archive is refused")


def test_another_file_than_the_registered_one_is_refused(tmp_path):
    assert problem(given(tmp_path, model_sha256="0" * 64)) == "its file is not the one that was registered"


def test_a_file_that_the_build_could_not_read_is_named_with_its_reason(tmp_path):
    assert problem(given(tmp_path, problem="its file cannot be read")) == "its file cannot be read"
    folder = given(tmp_path)
    (folder / "model.tar.gz").unlink()
    assert problem(folder) == "its file is missing"


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '"3"'])
def test_a_note_that_cannot_be_read_is_a_sentence(tmp_path, text):
    (tmp_path / "champion.json").write_text(text)
    assert problem(tmp_path) == "champion.json cannot be read"


def test_a_model_that_this_code_cannot_load_is_a_sentence_without_paths(tmp_path):
    def fail(folder: Path) -> np.ndarray:
        raise KeyError(f"{folder}/model.txt")

    sentence = problem(given(tmp_path), fail)
    assert sentence.startswith("it cannot be loaded by this code - KeyError")
    assert str(tmp_path) not in sentence


@pytest.mark.parametrize("wrong", [[0.1], [0.1, 0.2, np.nan, 0.3], [[0.1] * ROWS]])
def test_answers_that_are_no_numbers_for_all_rows_are_refused(tmp_path, wrong):
    assert problem(given(tmp_path), lambda _: np.array(wrong)) == "it does not predict a number for every row"


def test_the_code_that_predicts_may_know_another_difference(tmp_path):
    def differ(_: Path) -> np.ndarray:
        raise NotComparableError("it forecasts 2 days ahead")

    assert problem(given(tmp_path), differ) == "it forecasts 2 days ahead"
