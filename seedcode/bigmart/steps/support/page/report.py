"""The page, in the order in which a person decides."""

from pathlib import Path

from support.assessment import Assessment
from support.model_card import write_model_card
from support.page.classification import classification
from support.page.comparison import comparison
from support.page.data import data
from support.page.document import document
from support.page.effects import effects
from support.page.fairness import fairness
from support.page.regression import regression
from support.page.slices import slices
from support.page.verdict import rules, verdict
from support.page.version import training, version
from support.page.worst import worst


def write_report(file: Path, assessment: Assessment) -> None:
    """Write the page, and beside it the same facts as model_card.json."""
    file.write_text(page(assessment), encoding="utf-8")
    write_model_card(file.parent, assessment)


def page(assessment: Assessment) -> str:
    """The same assessment gives the same page, byte for byte."""
    configuration = assessment.configuration
    errors = classification if configuration.classification else regression
    sections = [
        rules(assessment),
        version(assessment),
        comparison(assessment),
        errors(assessment),
        slices(assessment),
        *fairness(assessment),
        effects(assessment),
        data(assessment),
        worst(assessment),
        training(assessment),
    ]
    title = configuration.card.get("name") or f"A model of {configuration.task.target}"
    return document(title, verdict(assessment), sections)
