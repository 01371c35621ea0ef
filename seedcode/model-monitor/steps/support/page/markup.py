"""Pieces of HTML. Whatever is not Markup is escaped: no value of the data becomes part of the page's code."""

import html
import re
from collections.abc import Iterable, Sequence

TAG = re.compile(r"<[^>]*>")
NUMBER = re.compile(r"^[\u2212+<]?\d[\d,.]*(?=$| |<)")
LONG = 24  # characters of a cell that needs room on a narrow screen


class Markup(str):
    """HTML, which is not escaped again."""

    __slots__ = ()


def escape(value: object) -> Markup:
    return value if isinstance(value, Markup) else Markup(html.escape(str(value)))


def join(parts: Iterable[object]) -> Markup:
    return Markup("".join(escape(part) for part in parts))


def element(name: str, *content: object, **attributes: object) -> Markup:
    """`class_` is the attribute class, `text_anchor` is text-anchor; None leaves an attribute out."""
    given = [
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    ]
    return Markup(f"<{name}{''.join(given)}>{join(content)}</{name}>")


def paragraph(*content: object, kind: str | None = None) -> Markup:
    return element("p", *content, class_=kind)


def items(lines: Iterable[object]) -> Markup:
    return element("ul", *(element("li", line) for line in lines))


def slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def section(title: str, *content: object) -> Markup:
    """A part of the page with a heading that the table of contents links to."""
    return element("section", element("h2", title, id=slug(title)), *content)


def alignments(rows: Sequence[Sequence[object]]) -> list[str | None]:
    """The class of each column: numbers stand at the right, so that their digits can be compared."""
    numbers = [[bool(NUMBER.match(str(value))) for value in column] for column in zip(*rows, strict=True)]
    return ["number" if place and sum(column) * 2 >= len(column) else None for place, column in enumerate(numbers)]


def cells(values: Sequence[object], kinds: Sequence[str | None]) -> list[Markup]:
    found = zip(values, kinds, strict=True)
    return [element("td", value, class_=kind or ("words" if letters(value) > LONG else None)) for value, kind in found]


def letters(value: object) -> int:
    """The length of a text as it is shown."""
    return len(TAG.sub("", value)) if isinstance(value, Markup) else len(str(value))


def table(caption: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> Markup:
    """The first cell of a row is its heading. On a narrow screen it is scrolled sideways, also with the keyboard."""
    rows = list(rows)
    kinds = alignments(rows) or [None] * len(head)
    top = element(
        "tr", *(element("th", name, scope="col", class_=kind) for name, kind in zip(head, kinds, strict=True))
    )
    lines = [element("tr", element("th", row[0], scope="row"), *cells(row[1:], kinds[1:])) for row in rows]
    inside = element(
        "table", element("caption", element("span", caption)), element("thead", top), element("tbody", *lines)
    )
    return element("div", inside, class_="scroll", role="region", tabindex="0", aria_label=caption)


def mark(holds: bool, words: str) -> Markup:
    """Good or bad: a sign and words, and a colour for those who see it."""
    sign = "✓" if holds else "✗"
    return element("span", f"{sign} {words}", class_="good" if holds else "bad")
