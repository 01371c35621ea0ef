"""One run of the recorded cases: read, replay in parallel, count, write the table."""

import datetime
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.agreement.cases import Case, read_cases
from scripts.agreement.reasons import read_reasons
from scripts.agreement.replay import Client, Replay
from scripts.agreement.table import Table, table_of, to_json, to_markdown
from scripts.agreement.verdict import DIFFERS, CaseVerdict
from scripts.errors import UnfinishedError

AT_ONCE = 8


def replay_cases(cases: Iterable[Case], call: Client) -> list[CaseVerdict]:
    """A verdict per case, in their order; what differs is replayed again alone, as a busy machine may be late."""

    def once(case: Case) -> CaseVerdict:
        return Replay(case, call).run()

    cases = list(cases)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        first = list(pool.map(once, cases))
    return [once(case) if found.verdict == DIFFERS else found for case, found in zip(cases, first, strict=True)]


def chosen_cases(folder: Path, services: Iterable[str], cassettes: Path) -> list[Case]:
    """The cases of a folder and those that this repository keeps; of some services where they are given."""
    wanted = set(services)
    kept = read_cases(cassettes) if any(cassettes.glob("*.jsonl")) else []
    return [case for case in (*read_cases(folder), *kept) if not wanted or case.service in wanted]


def count(verdicts: Iterable[CaseVerdict], folder: Path) -> Table:
    """The table of some verdicts, with the reasons that a folder keeps."""
    return table_of(verdicts, read_reasons(folder / "reasons.toml"))


def write_table(table: Table, folder: Path) -> tuple[Path, Path]:
    """Keep the table in a folder beside its reasons, for people and for programs."""
    day = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    (markdown := folder / "table.md").write_text("\n".join(to_markdown(table, day)) + "\n", encoding="utf-8")
    (data := folder / "table.json").write_text(json.dumps(to_json(table, day), indent=1) + "\n", encoding="utf-8")
    return markdown, data


def check(table: Table) -> None:
    """Hold what the table promises.

    Raises:
        UnfinishedError: wrongly accepted or refused calls, differences without a reason, or reasons without one.

    """
    if table.wrong:
        hint = "the table names them; find AWS's rule, or refuse what nobody uses by name"
        raise UnfinishedError(f"{table.wrong} cases are accepted or refused wrongly", hint=hint)
    unexplained = table.unexplained()
    if unexplained:
        first = f"{unexplained[0].operation} {unexplained[0].path}".strip()
        raise UnfinishedError(
            f"{len(unexplained)} differences have no reason", hint=f"correct them or give one, first {first}"
        )
    if table.unused_reasons:
        hint = "take them out of reasons.toml"
        raise UnfinishedError(f"reasons without a difference: {', '.join(table.unused_reasons)}", hint=hint)
