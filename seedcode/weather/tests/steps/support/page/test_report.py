"""The page as a browser, a screen reader and a printer get it."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from support.assessment import Assessment
from support.configuration import from_document, to_document
from support.page.report import page, write_report
from support.page.style import DARK, LIGHT

HOSTILE = "<script>alert(1)</script>"
LARGEST = 300_000  # bytes
HTML = "a body caption code details div figcaption figure h1 h2 h3 head html li main meta nav p section small span"
KNOWN = {*HTML.split(), *["strong", "style", "summary", "table", "tbody", "td", "th", "thead", "title", "tr", "ul"]}
KNOWN |= {"svg", "title", "desc", "path", "circle", "rect", "text"}


class Reader(HTMLParser):
    """`elements` are (name, attributes) in order; `texts` the text inside of each element, by name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.texts[tag][-1] += data

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]


@pytest.fixture(scope="module", params=["classified", "regressed", "against_production"])
def shown(request: pytest.FixtureRequest) -> str:
    return page(request.getfixturevalue(request.param))


def test_the_same_assessment_gives_the_same_page(shown: str, classified: Assessment, tmp_path: Path):
    write_report(tmp_path / "one.html", classified)
    write_report(tmp_path / "other.html", classified)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "other.html").read_bytes()
    assert len(shown.encode()) < LARGEST


def test_nothing_runs_and_nothing_is_loaded(shown: str):
    found = Reader(shown)
    assert {name for name, _ in found.elements} <= KNOWN
    places = {
        value for _, given in found.elements for key, value in given.items() if key in ("src", "href", "xlink:href")
    }
    assert all(place is not None and place.startswith("#") for place in places)
    assert not any(key.startswith("on") for _, given in found.elements for key in given)
    assert not re.search(r"url\(|@import|https?:", shown)


def test_headings_are_in_order_and_every_link_has_its_place(shown: str):
    found = Reader(shown)
    levels = [int(name[1]) for name, _ in found.elements if re.fullmatch(r"h\d", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    ids = [given["id"] for _, given in found.elements if "id" in given]
    assert len(set(ids)) == len(ids)
    assert {given["href"] for given in found.named("a")} == {f"#{place}" for place in ids}


def test_tables_have_captions_and_headings_with_their_scope(shown: str):
    found = Reader(shown)
    assert len(found.named("caption")) == len(found.named("table")) >= 6
    assert {given.get("scope") for given in found.named("th")} == {"col", "row"}
    assert all(text.strip() for text in found.texts["th"])


def test_every_chart_has_a_title_and_its_numbers_as_text(shown: str):
    found = Reader(shown)
    charts = [given for given in found.named("svg") if given.get("aria-hidden") != "true"]
    assert len(charts) >= 6
    assert all(given.get("role") == "img" for given in charts)
    assert len(found.texts["desc"]) == len(charts)
    assert all(re.search(r"\d", text) for text in found.texts["desc"])
    assert len(found.texts["title"]) == len(charts) + 1  # and that of the page


def test_no_number_is_missing_in_words(shown: str):
    assert not re.search(r"\b(nan|inf|None)\b", re.sub(r"<[^>]*>", " ", shown))


def test_text_of_data_and_configuration_is_never_code(classified: Assessment):
    document = to_document(classified.configuration)
    text = {"name": HOSTILE, "owner": HOSTILE, "intended_use": HOSTILE}
    columns = [column | {"name": HOSTILE} if column["name"] == "age" else column for column in document["columns"]]
    configuration = from_document(document | {"card": text, "columns": columns})
    rows = classified.rows.rename(columns={"age": HOSTILE}).assign(work=HOSTILE)
    added = classified.contributions
    assert added is not None
    hostile = replace(
        classified,
        configuration=configuration,
        rows=rows,
        contributions=added.rename(columns={"age": HOSTILE}),
        result=classified.result | {"warnings": [HOSTILE], "verdict": HOSTILE},
    )
    shown = page(hostile)
    assert {name for name, _ in Reader(shown).elements} <= KNOWN
    assert HOSTILE not in shown
    assert "&lt;script&gt;" in shown


def test_a_model_without_contributions_and_rounds_has_a_page(regressed: Assessment):
    shown = page(replace(regressed, contributions=None, curve={}, profile={}))
    assert "no contributions per column" in shown
    assert "no learning curve" in shown


def test_one_row_of_a_column_without_values_is_no_error(regressed: Assessment):
    empty = regressed.rows.assign(size=float("nan"), work=pd.Series([None] * len(regressed.rows), dtype=object))
    assert "Errors by prediction" in page(replace(regressed, rows=empty))


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("text", ["ink", "soft", "good", "bad", "one", "two", "three"])
@pytest.mark.parametrize("behind", ["paper", "card"])
def test_every_colour_of_text_and_lines_has_enough_contrast(colours: dict[str, str], text: str, behind: str):
    light, dark = sorted((luminance(colours[text]), luminance(colours[behind])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
