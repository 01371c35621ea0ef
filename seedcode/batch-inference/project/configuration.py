"""`batch.toml`, checked: a wrong value is refused by the build, and not by the first run at night."""

import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "batch.toml"


class ConfigurationError(ValueError):
    """A value that cannot work; the message names it and its rule."""


@dataclass(frozen=True)
class Input:
    separator: str = ","
    keep: tuple[str, ...] = ()
    most_rejected: float = 0.5
    most_files: int = 500


@dataclass(frozen=True)
class Output:
    rows_per_part: int = 100_000


@dataclass(frozen=True)
class Machines:
    step: str = "ml.t3.medium"
    transform: str = "ml.m5.large"
    transform_count: int = 1


@dataclass(frozen=True)
class Configuration:
    input: Input = Input()
    output: Output = Output()
    machines: Machines = Machines()

    @property
    def told(self) -> dict[str, Any]:
        """What the steps are told."""
        return asdict(self.input) | asdict(self.output)


# Amazon EC2, "Instance types": families that have nothing but EBS volumes. A type with disks of its own encrypts them
# itself and refuses the project's key (SageMaker API Reference, ProcessingClusterConfig and TransformResources).
FAMILIES = ("c5", "c6i", "c7i", "m5", "m6i", "m7i", "r5", "r6i", "r7i", "t3")
FAMILY_RULE = f"has to be ml. and a type of {', '.join(FAMILIES)}, whose disks take the project's key"
SECTIONS: dict[str, Any] = {"input": Input, "output": Output, "machines": Machines}


def read_configuration(file: Path = FILE) -> Configuration:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{file.name}: {error}") from error
    refuse_unknown(file.name, document, SECTIONS)
    found = Configuration(**{name: section(name, document.get(name, {})) for name in SECTIONS})
    for problem in problems(found):
        raise ConfigurationError(f"{file.name} {problem}")
    return found


def section(name: str, given: object) -> Any:
    kind = SECTIONS[name]
    known = {field.name: field.default for field in fields(kind)}
    if not isinstance(given, dict):
        raise ConfigurationError(f"{FILE.name} [{name}]: has to be a section")
    refuse_unknown(f"{FILE.name} [{name}]", given, known)
    return kind(**{key: typed(f"{FILE.name} [{name}] {key}", value, known[key]) for key, value in given.items()})


def typed(place: str, value: object, usual: object) -> object:
    """The value, if it is of the kind of the usual one."""
    if isinstance(usual, tuple):
        if isinstance(value, list) and all(isinstance(name, str) and name for name in value):
            return tuple(value)
        raise ConfigurationError(f"{place}: has to be a list of names")
    wanted = (int, float) if isinstance(usual, float) else type(usual)
    if isinstance(value, bool) or not isinstance(value, wanted):
        raise ConfigurationError(f"{place}: `{value}` is no {type(usual).__name__}")
    return value


def refuse_unknown(place: str, given: dict[str, Any], known: Any) -> None:
    for name in given:
        if name not in known:
            raise ConfigurationError(f"{place}: `{name}` is unknown; known are {', '.join(known)}")


def takes_key(instance_type: str) -> bool:
    """Whether a job on this type may have a key for its volume."""
    return instance_type.startswith("ml.") and instance_type.removeprefix("ml.").split(".")[0] in FAMILIES


def problems(found: Configuration) -> list[str]:
    given, machines = found.input, found.machines
    rules = {
        "[input] separator: has to be one character": len(given.separator) == 1 and given.separator not in '"\n\r',
        "[input] keep: a column is listed twice": len(set(given.keep)) == len(given.keep),
        "[input] most_rejected: has to be from 0 to 1": 0 <= given.most_rejected <= 1,
        "[input] most_files: has to be 1 or more": given.most_files >= 1,
        "[output] rows_per_part: has to be 1 or more": found.output.rows_per_part >= 1,
        "[machines] transform_count: has to be 1 or more": machines.transform_count >= 1,
        f"[machines] step: {FAMILY_RULE}": takes_key(machines.step),
        f"[machines] transform: {FAMILY_RULE}": takes_key(machines.transform),
    }
    return [rule for rule, held in rules.items() if not held]
