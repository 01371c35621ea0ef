"""`make new`: another table becomes this repository's, without a line of Python."""

import csv
import json
import math
import random
import shutil

import pytest

import inference
from project.compare import comparison
from project.configuration import ROOT, read_project
from project.new.__main__ import new, proposal
from project.new.edits import digest, edited, keep, record
from project.new.numbers import numbers, style
from reading import Reading
from support.errors import DataError


def customers(draw):
    """Quotes, umlauts, units, dates, identifiers, free text; two labels as text."""
    yield ["Kunden-ID", "Alter", "Vertrag, Art", "Aktiv?", "seit", "Umsatz", "Notiz", "gekündigt"]
    for number in range(600):
        age, contract = draw.randint(18, 80), draw.choice(["Monat", "Jahr", "2 Jahre, fest"])
        gone = math.cos(age / 9) + (contract == "Monat") + draw.gauss(0, 0.3) > 0.6
        note = " ".join(draw.choice(["sehr", "gut", "ruft", "wieder", "an"]) for _ in range(9))
        amount = f"{draw.uniform(1, 90):.2f} €" if draw.random() > 0.1 else ""
        yield [f"K{number}", age, contract, number % 3 > 0, "2021-03-04", amount, note, "ja" if gone else "nein"]


def houses(draw):
    """Thousands, dollars, missing categories; a number to predict."""
    yield ["Id", "Lot Area", "Alley", "Built", "", "SalePrice"]
    for number in range(500):
        area, alley = draw.randint(1500, 21000), draw.choice(["NA", "Gravel", "Paved"])
        price = 60000 + 9000 * math.sin(area / 2000) + 4 * area + 20000 * (alley == "Paved") + draw.gauss(0, 900)
        yield [number + 1, f"{area:,}", alley, draw.randint(1890, 2010), "same", f"${price:,.0f}"]


def harvest(draw):
    """No header, decimal commas, percent signs, a mark for unknown, three labels."""
    for _ in range(500):
        share, heat = draw.random(), draw.uniform(-20, 40)
        label = "good" if (share > 0.5) != (heat > 10) else draw.choice(["poor", "fair"])
        cells = [f"{100 * share:.1f}%", f"{heat:.2f}" if draw.random() > 0.1 else "n.a.", draw.choice("AB")]
        yield [*(cell.replace(".", ",") if cell != "n.a." else cell for cell in cells), label]


def write(folder, rows, separator=","):
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "mine.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return folder / "mine.csv"


@pytest.fixture
def root(tmp_path):
    (tmp_path / "project").mkdir()
    for name in ("project.toml", "schema.json"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def asked(endpoint, row):
    body = json.dumps({"instances": [row]})
    response = inference.transform_fn(endpoint, body, "application/json", "application/json")
    return response.status_code, response.get_data(as_text=True)


def test_customers_that_leave_become_a_classification(root):
    result = new(str(write(root, customers(random.Random(1)), ";")), "gekündigt", "", root / "build", root)
    found = read_project(root)
    assert [column.name for column in found.features] == ["Alter", "Vertrag, Art", "Aktiv?", "Umsatz"]
    assert (found.task.positive, result["passed"]) == ("ja", 1)
    columns = {column.name: column for column in found.columns}
    assert columns["Umsatz"].nullable
    assert columns["Umsatz"].unit == "€"
    assert columns["Vertrag, Art"].values == ("2 Jahre, fest", "Jahr", "Monat")
    assert "identifier" in columns["Kunden-ID"].description
    assert "the same" in columns["seit"].description
    endpoint = inference.model_fn(str(root / "build" / "model"))
    row = {"Alter": 97, "Vertrag, Art": "Jahr", "Aktiv?": True, "Umsatz": None}
    status, text = asked(endpoint, row)
    assert status == 200
    assert json.loads(text)["labels"][0] in ("ja", "nein")
    assert asked(endpoint, row | {"Alter": None})[0] == 400


def test_houses_become_a_regression(root):
    result = new(str(write(root, houses(random.Random(1)))), "saleprice", "", root / "build", root)
    found = read_project(root)
    assert [column.name for column in found.features] == ["Lot Area", "Alley", "Built"]
    assert (found.target.unit, found.data["thousands"], result["task"]) == ("$", ",", "regression")
    assert result["passed"] == 1
    assert {column.name for column in found.columns if column.kind == "ignored"} == {"Id", "column_5"}
    assert "the first one kept" in comparison(root / "build" / "runs")
    status, text = asked(
        inference.model_fn(str(root / "build" / "model")), {"Lot Area": 7000, "Alley": "NA", "Built": 1970}
    )
    assert (status, 50000 < json.loads(text)["predictions"][0] < 200000) == (200, True)


def test_one_of_three_labels_is_learnt_against_the_others_from_a_file_without_a_header(root):
    source = str(write(root, harvest(random.Random(1)), "\t"))
    with pytest.raises(DataError, match=r"3 labels \(.*\): say which one is learnt against all others, POSITIVE="):
        new(source, "column_4", "", root / "build", root)
    result = new(source, "column_4", "good", root / "build", root)
    found = read_project(root)
    assert (found.negative, result["passed"]) == ("not good", 1)
    assert found.data["decimal"] == ","
    columns = {column.name: column for column in found.columns}
    assert (columns["column_1"].unit, columns["column_2"].nullable) == ("%", True)
    assert columns["column_2"].minimum < -20


def test_nothing_is_changed_when_the_table_cannot_be_learnt_from(root):
    before = [digest(root / name) for name in ("project.toml", "schema.json")]
    rows = [["a", "b"], *([number % 7, number % 13] for number in range(200))]
    with pytest.raises(DataError, match="91 different rows are too few"):
        new(str(write(root, rows)), "b", "", root / "build", root)
    assert [digest(root / name) for name in ("project.toml", "schema.json")] == before


NUMBERS = [[number, number * 7 % 13, f"{number}%"] for number in range(200)]


@pytest.mark.parametrize(
    ("rows", "target", "message"),
    [
        ([["a", "b", "c"], *NUMBERS], "d", "no column is called `d`; the first row has a, b, c"),
        ([["size", "b", "c"], *NUMBERS], "sise", "did you mean `size`"),
        ([["a", "b", "a"], *NUMBERS], "b", "two columns are called `a`; rename one of them"),
        ([["a", "b", "c"], *NUMBERS[:50]], "b", "50 rows are too few to train and test on: give at least 100"),
        ([["a", "b", "c"], *NUMBERS, [1, 2]], "b", "row 201: 2 columns where 3 belong"),
        ([["a", "b"], *([n, "x"] for n in range(200))], "b", "column `b` is the same in every row"),
        ([["a", "b"], *([n % 9, f"text {n}"] for n in range(200))], "b", "200 different texts: it is no number and no"),
        (
            [["a", "b"], *([n, n % 3] for n in range(200))],
            "a",
            "`a` is a number of its own for each row: an identifier",
        ),
        ([["a", "b"], *([n, n % 3] for n in range(200))], "b", "no column can be learnt from"),
        ([["a"], *([n] for n in range(200))], "a", "one column, `a`: is the separator none of"),
    ],
)
def test_what_is_no_table_for_this_is_refused_in_a_sentence(tmp_path, rows, target, message):
    with pytest.raises(DataError, match=message):
        proposal(write(tmp_path, rows).parent, target, "", "mine.csv")


def test_another_label_can_be_the_positive_one_and_has_to_be_there(tmp_path):
    rows = [["a", "b"], *([number * 7 % 31 / 3, ["no", "yes"][number % 2]] for number in range(200))]
    folder = write(tmp_path, rows).parent
    assert 'positive = "yes"' in proposal(folder, "b", "", "mine.csv").texts["project.toml"]
    assert 'positive = "no"' in proposal(folder, "b", "no", "mine.csv").texts["project.toml"]
    with pytest.raises(DataError, match="no label `maybe`; POSITIVE is one of no, yes"):
        proposal(folder, "b", "maybe", "mine.csv")


def test_rows_without_a_target_are_left_out_and_that_is_said(tmp_path):
    rows = [["a", "b"], *([number * 7 % 31 / 3, number % 17 or "NA"] for number in range(300))]
    found = proposal(write(tmp_path, rows).parent, "b", "", "mine.csv")
    assert 'rows_without_target = "leave out"' in found.texts["project.toml"]
    assert "b: missing in 18 rows, which are left out" in found.notes


def test_files_that_a_person_has_edited_are_found_and_kept(root):
    record(root)
    assert edited(root) == []
    (root / "schema.json").write_bytes((root / "schema.json").read_bytes().replace(b"\n", b"\r\n"))
    assert edited(root) == []
    (root / "schema.json").write_text("{}")
    assert edited(root) == ["schema.json"]
    keep(root, root / "replaced")
    assert (root / "replaced" / "schema.json").read_text() == "{}"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "2.5", "-3e2"], (".", "")),
        (["1,234", "12", "1,234.5"], (".", ",")),
        (["1.234,5", "12"], (",", ".")),
        (["0,5", "12"], (",", "")),
        (["1 234 567", "12"], (".", " ")),
    ],
)
def test_the_marks_in_numbers_are_found(cells, expected):
    assert style({"a": cells}, "auto") == expected


@pytest.mark.parametrize("cells", [["01234", "99999"], ["1,2", "3"], ["12", "twelve"], ["A12", "A13"], ["", "NA"]])
def test_codes_and_texts_are_no_numbers(cells):
    assert numbers(cells, Reading()) is None
