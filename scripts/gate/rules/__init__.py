"""The catalog's own rules, one file each: a pure function over a loaded template that yields what is wrong with it."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from scripts.gate.findings import Finding
from scripts.gate.model.template import Problem, Template

Check = Callable[[Template], Iterator[Problem]]
TOOL = "catalog"
MODULES: tuple[ModuleType, ...] = tuple(import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))


def rule_id(module: ModuleType) -> str:
    """`service-trust-source` of the module `service_trust_source`."""
    return module.__name__.rpartition(".")[2].replace("_", "-")


RULES: Mapping[str, Check] = {rule_id(module): module.check for module in MODULES}


def findings(template: Template, rules: Mapping[str, Check] = RULES) -> Iterator[Finding]:
    """What the rules find in a template."""
    for rule, check in rules.items():
        for problem in check(template):
            yield Finding(TOOL, rule, template.file, problem.resource, problem.text)
