"""What the terminal shows: rows of a label and text, progress, tables. In a pipe they are plain lines."""

import time
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from scripts.errors import CatalogError
from scripts.publishing.changes import Change
from scripts.rehearsal.steps import StepResult

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

    def plan(self, header: str, changes: Iterable[Change]) -> None:
        """The hub, and what a publish would change there."""
        self.row("hub", header)
        sentences = [sentence for change in changes for sentence in change.sentences]
        self.rows("plan", sentences or ["nothing to change"])

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
        self.message = ""

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.update(self.task, description="")
        self.bar.stop()

    def starts(self, change: Change) -> None:
        """Shows the change that is being made."""
        self.bar.update(self.task, description=_short(change))

    def waits(self, message: str) -> None:
        """Keeps the clock running while AWS works, and shows each new message of AWS once."""
        self.bar.refresh()
        if message and message != self.message:
            self.terminal.err.print(f"{'waiting':<{LABEL_WIDTH}}{message}", markup=False)
        self.message = message or self.message

    def ends(self, change: Change) -> None:
        """Counts a change that was attempted."""
        self.bar.advance(self.task)
        if self.bar.disable:
            self.terminal.err.print(f"{'publish':<{LABEL_WIDTH}}{_short(change)}", markup=False)


class StepTable:
    """A live table of steps on a terminal; elsewhere one line for each finished step."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.results: list[StepResult] = []
        self.running: tuple[str, float] | None = None
        self.live = Live(get_renderable=self._table, console=terminal.out, refresh_per_second=4)

    def __enter__(self) -> Self:
        if self.terminal.out.is_terminal:
            self.live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.live.stop()

    def starts(self, title: str) -> None:
        """Show the running step."""
        self.running = title, time.monotonic()

    def ends(self, result: StepResult) -> None:
        """Show a finished step."""
        self.running = None
        self.results.append(result)
        if not self.terminal.out.is_terminal:
            state = "failed" if result.failure else "done"
            self.terminal.row(state, f"{result.seconds:6.1f} s  {result.title:<31}{result.headline}")

    def _table(self) -> Table:
        table = Table("", "step", "time", "result", box=None, pad_edge=False)
        table.columns[2].justify = "right"
        for result in self.results:
            mark = Text("✗", "red") if result.failure else Text("✓", "green")
            table.add_row(mark, result.title, f"{result.seconds:.1f} s", Text(result.headline))
        if self.running:
            title, started = self.running
            table.add_row("…", title, f"{time.monotonic() - started:.1f} s", "")
        return table


def _short(change: Change) -> str:
    sentence = change.sentences[0]
    return sentence if len(sentence) <= 60 else f"{sentence[:59]}…"
