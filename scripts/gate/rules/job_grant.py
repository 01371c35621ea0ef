"""Jobs and models are created as the project's own: with its tag and its key, in the network that the account has.

Pipelines name what they start `pipelines-...`, which says nothing of a project. What a state machine starts has the
name that its definition gives, so its role may reach jobs by a name with the project's id instead of by their tag. The
condition keys of each action: Service Authorization Reference, "Actions, resources, and condition keys for Amazon
SageMaker".
"""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template

RUN = ("sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob")
TRANSFORM, MODEL, TAG = "sagemaker:CreateTransformJob", "sagemaker:CreateModel", "sagemaker:AddTags"
IDENTIFIER = "${SageMakerProjectId}"
REQUEST_TAG, RESOURCE_TAG = "aws:RequestTag/sagemaker:project-id", "aws:ResourceTag/sagemaker:project-id"
NETWORK = ("sagemaker:VpcSecurityGroupIds", "sagemaker:VpcSubnets")
ENCRYPTION = ("sagemaker:OutputKmsKey", "sagemaker:VolumeKmsKey")
KINDS = (":processing-job/", ":training-job/", ":transform-job/", ":hyper-parameter-tuning-job/", ":model/")


def check(template: Template) -> Iterator[Problem]:
    keys = {f"${{{key.name}.Arn}}" for key in template.of_type("AWS::KMS::Key")}
    machines = {role.title for role in template.roles if role.services == frozenset({"states.amazonaws.com"})}
    for statement in template.identity if template.kind == "product" else ():
        if statement.allows and any(kind in resource for resource in statement.resources for kind in KINDS):
            for problem in (*_tags(statement, machines), *_key(statement, keys), *_network(statement)):
                yield Problem(statement.place, problem)


def _tags(statement: Statement, machines: set[str]) -> Iterator[str]:
    created = statement.matching(*RUN, TRANSFORM, MODEL, TAG)
    if created and not statement.has_exactly(REQUEST_TAG, IDENTIFIER):
        yield f"{created[0]} makes what has no tag of the project: require {REQUEST_TAG}"
    named = statement.place in machines and all(f"-{IDENTIFIER}-" in resource for resource in statement.resources)
    for action in statement.actions if not named else ():
        made = action in (*RUN, TRANSFORM, MODEL)
        if not made and not any(test.values == (IDENTIFIER,) for test in statement.of(RESOURCE_TAG)):
            yield f"{action} reaches jobs of other projects: require {RESOURCE_TAG}"


def _key(statement: Statement, keys: set[str]) -> Iterator[str]:
    encrypting = statement.matching(*RUN, TRANSFORM)
    for name in ENCRYPTION if encrypting else ():
        if not any(set(test.values) <= keys and test.operator.startswith("ArnEquals") for test in statement.of(name)):
            yield f"{encrypting[0]} writes with another key than the project's: require {name}"
    if TRANSFORM in statement.actions and not statement.of("sagemaker:ModelArn"):
        yield f"{TRANSFORM} runs models of other projects: require sagemaker:ModelArn"


def _network(statement: Statement) -> Iterator[str]:
    """A list that has none of other subnets may be empty: so the key must be there besides."""
    inside = statement.matching(*RUN, MODEL) and ("HasNetwork", False) not in statement.choices
    for name in NETWORK if inside else ():
        tests = {test.operator: test.values for test in statement.of(name)}
        listed = tests.get("ForAllValues:StringEquals", ())
        if tests.get("Null") != ("false",) or not listed or "*" in "".join(listed):
            yield f"{statement.actions[0]} runs outside the account's network: require {name}, and that it is there"
