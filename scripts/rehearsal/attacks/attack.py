"""An attack on another project: who makes it, what it calls, and how AWS refuses it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from scripts.rehearsal.attacks.scene import NotYetError, Scene, Session

DENIED = r"AccessDenied|[Nn]ot authorized|explicit deny|UnauthorizedOperation|NotAuthorized"
Explain = Callable[[Exception], str | None]
"""AWS's answer in an exception; None when it is no answer of AWS."""


class RefusedError(Exception):
    """AWS accepted a call and refused later what it started; the message is AWS's reason."""


@dataclass(frozen=True)
class Attack:
    """`attacker` is the name of a session of the scene; `attempt` returns what was gained, or raises AWS's refusal.

    `finding` is the number in the list of measured weaknesses that the attack comes from. `refusal` is a pattern of
    AWS's answer: any other error means that the attack itself is broken.
    """

    finding: int
    sentence: str
    attacker: str
    attempt: Callable[[Session, Scene], object]
    refusal: str = DENIED


@dataclass(frozen=True)
class Attempt:
    """`verdict` is `refused`, `succeeded` or `broken`; `answer` is AWS's, or what was gained."""

    finding: int
    sentence: str
    attacker: str
    verdict: str
    answer: str


def attempts(attacks: Iterable[Attack], scene: Scene, explain: Explain) -> Iterator[Attempt]:
    """Each attack whose attacker is in the scene, unless what it is after does not exist yet."""
    for attack in attacks:
        if attack.attacker in scene.sessions:
            yield from _attempt(attack, scene, explain)


def _attempt(attack: Attack, scene: Scene, explain: Explain) -> Iterator[Attempt]:
    try:
        verdict, answer = "succeeded", str(attack.attempt(scene.sessions[attack.attacker], scene))
    except NotYetError:
        return
    except Exception as error:
        answer = str(error) if isinstance(error, RefusedError) else explain(error)
        if answer is None:
            raise
        verdict = "refused" if re.search(attack.refusal, answer) else "broken"
    yield Attempt(attack.finding, attack.sentence, attack.attacker, verdict, " ".join(answer.split()))
