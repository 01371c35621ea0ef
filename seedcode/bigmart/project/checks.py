"""What a definition has to keep beyond what Step Functions asks: every state that calls something retries and tells."""

from collections.abc import Iterator

from project.definitions import PARTS, Definition, read

JOINED = PARTS[-1]


def successors(state: Definition) -> Iterator[str]:
    """The states that may follow."""
    for key in ("Next", "Default"):
        if key in state:
            yield state[key]
    for key in ("Choices", "Catch"):
        yield from (rule["Next"] for rule in state.get(key, ()))


def reached(found: Definition) -> set[str]:
    """The states that something leads to."""
    known, waiting = set(), [found["StartAt"]]
    while waiting:
        name = waiting.pop()
        if name not in known and name in found["States"]:
            known.add(name)
            waiting += successors(found["States"][name])
    return known


def problems(part: str, found: Definition) -> list[str]:
    """A sentence for each rule that is broken."""
    states = found["States"]
    missing = {name for state in states.values() for name in successors(state) if name not in states}
    return [
        *(f"{part}: `{name}` follows a state and is none" for name in sorted(missing)),
        *(f"{part}: nothing leads to `{name}`" for name in states if name not in reached(found)),
        *(sentence for name, state in states.items() for sentence in of_state(part, name, state)),
    ]


def of_state(part: str, name: str, state: Definition) -> Iterator[str]:
    if state["Type"] != "Task":
        return
    if not state.get("Retry"):
        yield f"{part}: `{name}` calls a service and has no Retry"
    if part == JOINED and state.get("Catch"):
        yield f"{part}: `{name}` has a Catch: a joined execution could not be continued from it"
    if part != JOINED and not state.get("Catch"):
        yield f"{part}: `{name}` has no Catch: nobody would be told that it failed"


def main() -> int:
    found = [sentence for part in PARTS for sentence in problems(part, read(part))]
    print("\n".join(found) or f"{len(PARTS)} definitions: every state is reached, retries and tells")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
