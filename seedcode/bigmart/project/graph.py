"""Where each state of a machine is drawn: rows by how far it is from the start, notices at the side."""

from dataclasses import dataclass

from project.checks import successors
from project.definitions import Definition


@dataclass(frozen=True)
class Node:
    name: str
    kind: str
    row: int
    column: int


@dataclass(frozen=True)
class Edge:
    """`caught` edges are taken when a state fails."""

    start: str
    end: str
    caught: bool


def order(found: Definition) -> list[str]:
    """The states as a run without failures meets them."""
    known: list[str] = []
    name: str | None = found["StartAt"]
    while name and name not in known:
        known.append(name)
        state = found["States"][name]
        name = state.get("Next") or following(found, state, known)
    return known


def following(found: Definition, state: Definition, known: list[str]) -> str | None:
    """The way of a choice that leads on: to an end without failure, with the most states before it."""
    new = [way for way in ways(state) if way not in known]
    return max(new, key=lambda way: worth(found, behind(found, way, known)), default=None)


def ways(state: Definition) -> list[str]:
    """The states that may follow one that did not fail."""
    default = [state["Default"]] if "Default" in state else []
    return [rule["Next"] for rule in state.get("Choices", ())] + default + ([state["Next"]] if "Next" in state else [])


def worth(found: Definition, names: set[str]) -> tuple[bool, int]:
    return any(found["States"][name].get("End") for name in names), len(names)


def behind(found: Definition, name: str, known: list[str]) -> set[str]:
    """What can be reached from a state without those that are known."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each not in seen and each not in known:
            seen.add(each)
            waiting += ways(found["States"][each])
    return seen


def nodes(found: Definition) -> list[Node]:
    """The way in one column, and beside it what happens otherwise, at the row of the state that it follows."""
    way = order(found)
    placed = {name: Node(name, found["States"][name]["Type"], row, 0) for row, name in enumerate(way)}
    taken: dict[int, int] = {}
    for name in way:
        for other in successors(found["States"][name]):
            beside(found, other, placed[name].row, placed, taken)
    return [*placed.values(), *ends(found, placed)]


def ends(found: Definition, placed: dict[str, Node]) -> list[Node]:
    """The states that fail an execution: most others lead to them, so they have a column of their own."""
    column = max(node.column for node in placed.values()) + 1
    row = max(node.row for node in placed.values()) // 2
    names = [name for name, state in found["States"].items() if state["Type"] == "Fail"]
    return [Node(name, "Fail", row + number, column) for number, name in enumerate(names)]


def beside(found: Definition, name: str, row: int, placed: dict[str, Node], taken: dict[int, int]) -> None:
    if name in placed or found["States"][name]["Type"] == "Fail":
        return
    taken[row] = taken.get(row, 0) + 1
    placed[name] = Node(name, found["States"][name]["Type"], row, taken[row])
    for other in successors(found["States"][name]):
        beside(found, other, row, placed, taken)


def edges(found: Definition) -> list[Edge]:
    """From each state to those that may follow it, once each."""
    pairs: dict[tuple[str, str], bool] = {}
    for name, state in found["States"].items():
        for other in successors(state):
            pairs[name, other] = other not in ways(state)
    return [Edge(start, end, caught) for (start, end), caught in pairs.items()]
