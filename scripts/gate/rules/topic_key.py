"""A key that is used for a topic is used through SNS and for that topic: either alone lets in what is not meant."""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template

TOPIC = "kms:EncryptionContext:aws:sns:topicArn"
VIA = "kms:ViaService"
USES = ("kms:Decrypt", "kms:GenerateDataKey")


def check(template: Template) -> Iterator[Problem]:
    for statement in template.every_statement:
        if statement.allows and not statement.services and statement.matching(*USES):
            yield from _problems(statement)


def _problems(statement: Statement) -> Iterator[Problem]:
    topics = [value for test in statement.of(TOPIC) if test.operator.startswith("Arn") for value in test.values]
    through = [value for test in statement.of(VIA) for value in test.values]
    if any(value.startswith("sns.") for value in through) and not topics:
        yield Problem(statement.place, f"uses keys for any topic: add {TOPIC}")
    if topics and not through:
        yield Problem(statement.place, f"uses keys for a topic without SNS: add {VIA}")
    if any("*" in topic for topic in topics):
        yield Problem(statement.place, f"uses keys for {topics[0]}: name the topic")
