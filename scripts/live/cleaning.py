"""Removes what the journal says was made, also by a run that was killed."""

from collections.abc import Callable, Iterable, Mapping

from scripts.errors import CatalogError, UnfinishedError
from scripts.live.calls import Aws, Refused
from scripts.live.journal import Journal, Thing
from scripts.live.pace import Pace
from scripts.live.removal.remover import Remover
from scripts.live.things import KINDS

LONGEST_REMOVAL = 20 * 60.0
"""Seconds; an endpoint or a stack is gone sooner."""


def clean(journal: Journal, parts: Mapping[str, Aws], pace: Pace, starts: Callable[[str], None]) -> tuple[str, ...]:
    """Remove everything that is left, the latest first; the reasons of what could not be removed.

    What was made before that for the same question stays too: removing it may take its role or its template.
    """
    return _removed(journal, journal.left, parts, pace, starts)


def _removed(
    journal: Journal, things: Iterable[Thing], parts: Mapping[str, Aws], pace: Pace, starts: Callable[[str], None]
) -> tuple[str, ...]:
    reasons: list[str] = []
    chosen = list(things)
    if chosen:
        starts(f"removing {len(chosen)} things, {chosen[0].name} first")
    stuck: set[int] = set()
    for thing in chosen:
        if thing.question in stuck:
            continue
        try:
            _remove(thing, parts, pace)
        except (Refused, CatalogError) as error:
            stuck.add(thing.question)
            reasons.append(f"{thing.name} ({thing.call}) is still there: {error}")
        else:
            journal.removed(thing)
    return tuple(reasons)


def _remove(thing: Thing, parts: Mapping[str, Aws], pace: Pace) -> None:
    if thing.part not in parts:
        raise UnfinishedError(f"it is in the {thing.part}", hint=f'AS="{thing.part}=<profile>"')

    def until(ended: Callable[[], bool], what: str) -> None:
        if pace.until(lambda: ended() or None, min(LONGEST_REMOVAL, pace.longest)) is None:
            raise UnfinishedError(f"{what} has not ended", hint="start again; it continues from there")

    KINDS[thing.call].remove(Remover(parts[thing.part], until), thing.name)
