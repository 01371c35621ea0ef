"""Attacks on the stages' accounts: by another project's tests, and by another account of the organisation."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scripts.rehearsal.attacks.attack import Attack
from scripts.rehearsal.attacks.scene import Scene, Session, Target
from templates import names

EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def assume_tests(session: Session, scene: Scene) -> object:
    return _assume(session, scene.target.stage_role("production", "test"))


def assume_pipeline(session: Session, scene: Scene) -> object:
    return _assume(session, scene.target.stage_role("production", "deploy"))


def invoke(session: Session, scene: Scene) -> object:
    runtime = session.client("sagemaker-runtime")
    return runtime.invoke_endpoint(EndpointName=scene.target.endpoint, Body=b"1", ContentType="text/csv")


def describe(session: Session, scene: Scene) -> object:
    return session.client("sagemaker").describe_endpoint(EndpointName=scene.target.endpoint)["EndpointArn"]


def write_answers(session: Session, scene: Scene) -> object:
    return _put(session, scene.target, f"{names.ENDPOINT_PREFIX}production/forged.json")


def read_artifact(session: Session, scene: Scene) -> object:
    key = scene.target.find(names.ARTIFACT_PREFIX)
    return session.client("s3").get_object(Bucket=scene.target.bucket, Key=key)["ContentLength"]


def write_for_production(session: Session, scene: Scene) -> object:
    return _put(session, scene.own["deploy"], f"{names.ENDPOINT_PREFIX}production/forged.json")


def take_tag(session: Session, scene: Scene) -> object:
    """The attacker's own role, with the attacked project's id as a session tag."""
    role, tags = scene.own["deploy"].stage_role("staging", "test"), {"sagemaker:project-id": scene.target.identifier}
    return session.assume(role, tags).client("sts").get_caller_identity()["Arn"]


def call_function(session: Session, scene: Scene) -> object:
    """The function that makes stage roles, with a request as CloudFormation sends it."""
    properties = {"Stage": "production", "Account": scene.target.stages["production"]}
    identity = {"ProjectId": scene.target.identifier, "ProjectName": scene.target.project.name}
    event = {"RequestType": "Delete", "StackId": "forged", "ResourceProperties": properties | identity}
    client = session.client("lambda")
    return client.invoke(FunctionName=f"{names.PREFIX}-stages", Payload=json.dumps(event))["StatusCode"]


def become_pipeline(session: Session, scene: Scene) -> object:
    """A role that is named like that of the project's pipeline, in the attacker's account."""
    name = scene.target.role("deploy-pipeline").rpartition("/")[2]
    with _own_role(session, name) as own:
        return _assume(own, scene.target.stage_role("production", "deploy"))


@contextmanager
def _own_role(session: Session, name: str) -> Iterator[Session]:
    """A role of the attacker's own account with all permissions, until the attack is over."""
    iam, account = session.client("iam"), session.client("sts").get_caller_identity()["Account"]
    trust = {"Effect": "Allow", "Principal": {"AWS": account}, "Action": ["sts:AssumeRole", "sts:TagSession"]}
    role = iam.create_role(RoleName=name, Path=names.PATH, AssumeRolePolicyDocument=_document(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="everything", PolicyDocument=_document(EVERYTHING))
    try:
        yield session.assume(role, {})
    finally:
        iam.delete_role_policy(RoleName=name, PolicyName="everything")
        iam.delete_role(RoleName=name)


def _document(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _assume(session: Session, role: str) -> str:
    return session.assume(role, {}).client("sts").get_caller_identity()["Arn"]


def _put(session: Session, target: Target, key: str) -> object:
    return session.client("s3").put_object(Bucket=target.bucket, Key=key, Body=b"forged")["ETag"]


CALLERS = ("colleague", "build", "job", "prepare", "test")
ATTACKS = (
    Attack(2, "tests of another project become this project's tests in production", "test", assume_tests),
    Attack(2, "tests of another project become this project's pipeline in production", "test", assume_pipeline),
    Attack(2, "tests of another project call the production endpoint", "production-test", invoke),
    Attack(2, "tests of another project describe the production endpoint", "production-test", describe),
    Attack(2, "tests of another project write answers of production", "production-test", write_answers),
    Attack(2, "tests of another project read pipeline artifacts", "production-test", read_artifact),
    Attack(2, "tests in staging write what belongs to production", "staging-test", write_for_production),
    Attack(2, "tests of another project take this project's id as a session tag", "test", take_tag),
    *(Attack(2, f"the function for stage roles is called by: {name}", name, call_function) for name in CALLERS),
    Attack(4, "another account names a role like this project's pipeline", "member", become_pipeline),
    Attack(
        4, "an account outside the organisation names a role like this project's pipeline", "outsider", become_pipeline
    ),
)
