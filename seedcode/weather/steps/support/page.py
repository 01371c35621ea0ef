"""The page of a report: its style, pictures and tables. One file that needs nothing else."""

import html
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

mpl.rcParams.update(
    {
        "svg.hashsalt": "report",  # the same model gives the same page, byte for byte
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "font.size": 10,
        "figure.constrained_layout.use": True,
    }
)

BLUE, GREY, ORANGE = "#1f6feb", "#8c959f", "#d4731c"
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2328; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 } td, th { padding: .3rem .9rem; border-bottom: 1px solid #d1d9e0 }
td { text-align: right } th { text-align: left; font-weight: 600 } svg { width: 100%; height: auto }
.big { font-size: 1.3rem }
"""


def pair(height: float) -> tuple[Figure, Axes, Axes]:
    """A figure with two plots beside each other."""
    figure = Figure(figsize=(10, height))
    left, right = figure.subplots(1, 2)
    return figure, left, right


def picture(figure: Figure) -> str:
    """The figure as an SVG element of a page."""
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue().partition("<!DOCTYPE")[2].partition(">")[2]


def plot_learning(axes: Axes, curve: dict[str, Any], loss: str, kept: int) -> None:
    """The loss of both sets by boosting round; `kept` is the number of trees."""
    for name, color in (("train", GREY), ("validation", BLUE)):
        axes.plot(curve[name], color=color, label=name)
    if kept:
        axes.axvline(kept - 1, color=ORANGE, lw=1, label="kept")
    axes.set(title="Learning curve", xlabel="round", ylabel=loss)
    axes.legend(frameon=False)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """An HTML table. The first cell of a row is its heading."""
    lines = ["".join(f"<th>{html.escape(cell)}</th>" for cell in head)]
    for first, *cells in rows:
        lines.append(f"<th>{html.escape(first)}</th>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells))
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def comparison(result: dict[str, Any], what: str, unit: str) -> str:
    """A table of the model's RMSE and that of each simple way, and by how much the model is better."""
    model = result["regression_metrics"]["rmse"]["value"]
    rows = [["model", f"{model:.2f}", ""]]
    rows += [[name, f"{value:.2f}", f"{1 - model / value:.1%}"] for name, value in result["baseline_rmse"].items()]
    return table([what, f"RMSE, {unit}", "model is better by"], rows)


def provenance(result: dict[str, Any]) -> str:
    """What the gate found, from which data the model comes, and how training ended: paragraphs from evaluation.json."""
    data = result["data"]
    lines = [
        result["verdict"],
        f"Learnt from {data['rows']:,} rows with the digest {data['digest']}. Training {result['training']}.",
        *(f"Mind: {warning}." for warning in data["warnings"]),
    ]
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)


def write_page(file: Path, title: str, summary: str, parts: Iterable[str]) -> None:
    """Write the page: the title, the summary in large letters, and the parts, which are HTML."""
    file.write_text(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><style>{STYLE}</style>"
        f"<h1>{title}</h1><p class=big>{html.escape(summary)}</p>{''.join(parts)}</html>",
        encoding="utf-8",
    )
