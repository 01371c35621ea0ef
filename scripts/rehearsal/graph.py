"""The steps of a SageMaker pipeline as a graph of what depends on what, read from the definition."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from scripts.rehearsal.roles import PipelineStep

WIDTH, HEIGHT, ACROSS, DOWN, MARGIN = 178, 52, 36, 20, 10
REFERENCE = re.compile(r"Steps\.([A-Za-z0-9_-]+)")


@dataclass(frozen=True)
class Node:
    """A pipeline step, the steps that it depends on, and its column and row in the graph."""

    name: str
    kind: str
    needs: frozenset[str]
    column: int = 0
    row: int = 0


def nodes(definition: Mapping[str, Any]) -> tuple[Node, ...]:
    """Every step, those of branches too, each one column right of the last one that it depends on."""
    found = {node.name: node for node in _walk(definition["Steps"], frozenset())}
    columns: dict[str, int] = {}
    for name in found:
        _column(name, found, columns)
    rows: dict[int, int] = {}
    placed = []
    for name, node in found.items():
        row = rows[columns[name]] = rows.get(columns[name], -1) + 1
        placed.append(Node(name, node.kind, _direct(name, found), columns[name], row))
    return tuple(placed)


def svg(definition: Mapping[str, Any], steps: tuple[PipelineStep, ...]) -> str:
    """An SVG element. `steps` are those that ran; the others are drawn pale."""
    drawn = nodes(definition)
    ran = {step.name: step for step in steps}
    width = max(_left(node) for node in drawn) + WIDTH + MARGIN
    height = max(_top(node) for node in drawn) + HEIGHT + MARGIN
    places = {node.name: node for node in drawn}
    arrows = "".join(_arrow(places[need], node) for node in drawn for need in sorted(node.needs))
    boxes = "".join(_box(node, ran.get(node.name)) for node in drawn)
    return (
        f'<svg class="graph" viewBox="0 0 {width} {height}" style="max-width:{width}px" role="img" '
        f'aria-label="Steps of the training">'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>{arrows}{boxes}</svg>'
    )


def _walk(steps: list[Any], inside: frozenset[str]) -> Iterator[Node]:
    for step in steps:
        arguments = dict(step.get("Arguments", {}))
        branches = [*arguments.pop("IfSteps", []), *arguments.pop("ElseSteps", [])]
        named = frozenset(REFERENCE.findall(str(arguments))) | frozenset(step.get("DependsOn", []))
        yield Node(step["Name"], step["Type"], named | inside)
        yield from _walk(branches, frozenset({step["Name"]}))


def _column(name: str, found: Mapping[str, Node], columns: dict[str, int]) -> int:
    if name not in columns:
        columns_before = [_column(need, found, columns) for need in found[name].needs if need in found]
        columns[name] = max(columns_before, default=-1) + 1
    return columns[name]


def _direct(name: str, found: Mapping[str, Node]) -> frozenset[str]:
    """Without those that another dependency implies: fewer arrows show the same."""
    needs = found[name].needs & found.keys()
    return frozenset(need for need in needs if not any(need in _dependencies(other, found) for other in needs - {need}))


def _dependencies(name: str, found: Mapping[str, Node]) -> frozenset[str]:
    """All direct and indirect dependencies of a step."""
    needs = found[name].needs & found.keys()
    return needs.union(*(_dependencies(need, found) for need in needs))


def _left(node: Node) -> int:
    return MARGIN + node.column * (WIDTH + ACROSS)


def _top(node: Node) -> int:
    return MARGIN + node.row * (HEIGHT + DOWN)


def _arrow(start: Node, end: Node) -> str:
    x1, y1 = _left(start) + WIDTH, _top(start) + HEIGHT // 2
    x2, y2 = _left(end) - 2, _top(end) + HEIGHT // 2
    middle = (x1 + x2) // 2
    return f'<path class="arrow" d="M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}" marker-end="url(#tip)"/>'


def _box(node: Node, step: PipelineStep | None) -> str:
    status = step.status.lower() if step else "never"
    x, y = _left(node), _top(node)
    return (
        f'<g class="box {escape(status)}"><rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
        f'<text class="name" x="{x + 12}" y="{y + 22}">{escape(node.name)}</text>'
        f'<text class="small" x="{x + 12}" y="{y + 40}">{escape(node.kind)} · {_duration(step)}</text></g>'
    )


def _duration(step: PipelineStep | None) -> str:
    if step is None:
        return "not reached"
    return "from the cache" if step.cached else f"{step.seconds:.1f} s"
