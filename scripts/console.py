"""What the terminal shows: rows of a label and text, progress, tables. In a pipe it is plain lines."""

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from scripts.changes import Change
from scripts.errors import CatalogError

LABEL_WIDTH = 10


class Terminal:
    """Results go to standard output, progress and errors to standard error."""

    def __init__(self) -> None:
        self.out = Console(highlight=False, soft_wrap=True)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)

    def row(self, label: str, text: str) -> None:
        """One line under a label."""
        self.out.print(f"{label:<{LABEL_WIDTH}}{text}", markup=False)

    def rows(self, label: str, texts: Iterable[str]) -> None:
        """Several lines under one label."""
        for number, text in enumerate(texts):
            self.row("" if number else label, text)

    def table(self, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
        """Columns as wide as their longest entry: an address that is cut in two cannot be copied."""
        lines = [columns, *rows]
        widths = [max(len(line[place]) for line in lines) for place in range(len(columns))]
        self.out.print()
        for number, line in enumerate(lines):
            padded = "   ".join(f"{text:<{width}}" for text, width in zip(line, widths, strict=True))
            self.out.print(padded.rstrip(), markup=False, style=None if number else "bold")
        self.out.print()

    def failure(self, error: CatalogError) -> None:
        """An error and its hint, in two lines."""
        self.err.print(f"error: {error.problem}", markup=False, style="bold")
        self.err.print(f" hint: {error.hint}", markup=False)


class PublishProgress:
    """A bar on a terminal; elsewhere one line for each change that is done."""

    def __init__(self, terminal: Terminal, total: int) -> None:
        self.terminal = terminal
        label = TextColumn(f"{'publish':<{LABEL_WIDTH}}")
        columns = (label, BarColumn(24), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        self.bar = Progress(*columns, console=terminal.err, disable=not terminal.err.is_terminal)
        self.task = self.bar.add_task("", total=total)

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.update(self.task, description="")
        self.bar.stop()

    def starts(self, change: Change) -> None:
        """Names the change that is being made."""
        self.bar.update(self.task, description=_short(change))

    def waits(self) -> None:
        """Keeps the clock running while AWS works."""
        self.bar.refresh()

    def ends(self, change: Change) -> None:
        """Counts a change that was attempted."""
        self.bar.advance(self.task)
        if self.bar.disable:
            self.terminal.err.print(f"{'publish':<{LABEL_WIDTH}}{_short(change)}", markup=False)


def _short(change: Change) -> str:
    sentence = change.sentences[0]
    return sentence if len(sentence) <= 60 else f"{sentence[:59]}…"
