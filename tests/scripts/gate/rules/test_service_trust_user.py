"""Roles that a service may assume which nothing uses them for."""

from scripts.gate.rules.service_trust_user import check
from tests.scripts.gate.small import ROLE, allow, attribute, reported, resource, role, service, sub, template

BUILD = resource("AWS::CodeBuild::Project", ServiceRole=attribute("Role"))


def test_the_service_that_uses_a_role_may_assume_it() -> None:
    assert reported(check, template({"Role": role("x"), "Build": BUILD})) == []


def test_a_service_that_nothing_uses_it_for_is_reported() -> None:
    trust = service("codebuild") | {"Principal": {"Service": ["codebuild.amazonaws.com", "ec2.amazonaws.com"]}}
    assert reported(check, template({"Role": role("x", trust=trust), "Build": BUILD})) == ["Role"]


def test_a_role_that_is_passed_to_a_service_is_used_by_it() -> None:
    passed = allow("iam:PassRole", sub(f"{ROLE}jobs"), StringEquals={"iam:PassedToService": "sagemaker.amazonaws.com"})
    jobs = role("jobs", trust=service("sagemaker"))
    assert reported(check, template({"Jobs": jobs, "Role": role("x", passed), "Build": BUILD})) == []
    assert reported(check, template({"Jobs": jobs})) == ["Jobs"]


def test_a_function_of_another_template_uses_its_role_by_name() -> None:
    function = resource("AWS::Lambda::Function", Role=sub(f"{ROLE}mlops-catalog-x"))
    beside = {"settings": template({"Function": function}, "foundation")}
    trusting = {"Role": role("mlops-catalog-x", trust=service("lambda"))}
    assert reported(check, template(trusting, "foundation", beside=beside)) == []
    assert reported(check, template(trusting, "foundation")) == ["Role"]


def test_the_launch_role_is_for_service_catalog_alone() -> None:
    for name, expected in (("servicecatalog", []), ("cloudformation", ["Role"])):
        launch = role("mlops-catalog-launch", trust=service(name))
        assert reported(check, template({"Role": launch}, "foundation")) == expected


def test_a_state_machine_runs_under_its_role() -> None:
    states = {"Role": role("x", trust=service("states"))}
    machine = resource("AWS::StepFunctions::StateMachine", RoleArn=attribute("Role"))
    assert reported(check, template({**states, "Machine": machine})) == []
    assert reported(check, template(states)) == ["Role"]
