"""The document around the parts: one file without a script and without anything from elsewhere."""

import re

from support.page.markup import Markup, element, items, join
from support.page.style import STYLE

HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>')
# Nothing is loaded and nothing runs, whatever the page is shown by.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def contents(parts: Markup) -> Markup:
    """Links to the sections."""
    links = [element("a", Markup(title), href=f"#{place}") for place, title in HEADING.findall(parts)]
    return element("nav", items(links), aria_label="Contents")


def document(title: str, top: Markup, sections: list[Markup]) -> str:
    """The whole page; the sections follow the table of contents."""
    parts = join(sections)
    head = join(
        [
            Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
            Markup(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
            Markup('<meta name="color-scheme" content="light dark">'),
            element("title", title),
            element("style", Markup(STYLE)),
        ]
    )
    body = element("main", element("h1", title), top, contents(parts), parts)
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'
