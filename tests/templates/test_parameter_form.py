"""What a person sees in the launch form and may enter."""

import re

import pytest

from tests.templates.rendered import PRODUCTS, TEMPLATES, filled_in, resources_of, template_of

BAD_REPOSITORIES = [
    *(
        "model",
        "https://x/y",
        "team/..",
        "../model",
        "team/../other/model",
        "team/./model",
        "team//model",
        "team/model/",
    ),
    *("-team/model", "team/-model", "team/.model", ".team/model", "team/model.git", "team/model.lock", "team/mo..del"),
]
WITHOUT_PARAMETERS = {"catalog", "stage-roles", "target-cleanup"}
FORMS = [name for name in TEMPLATES if name not in WITHOUT_PARAMETERS]


@pytest.mark.parametrize("name", FORMS)
def test_every_parameter_has_a_label_and_a_place(name: str) -> None:
    template = template_of(name)
    interface = template["Metadata"]["AWS::CloudFormation::Interface"]
    placed = [title for group in interface["ParameterGroups"] for title in group["Parameters"]]
    assert sorted(placed) == sorted(template["Parameters"])
    assert set(interface["ParameterLabels"]) == set(template["Parameters"])


@pytest.mark.parametrize("name", FORMS)
def test_every_parameter_describes_itself_and_what_may_be_entered(name: str) -> None:
    for title, parameter in template_of(name)["Parameters"].items():
        assert parameter["Description"].endswith("."), title
        assert "AllowedPattern" in parameter or "AllowedValues" in parameter, title
        assert parameter["ConstraintDescription"].endswith("."), title


@pytest.mark.parametrize("name", FORMS)
def test_defaults_are_allowed(name: str) -> None:
    for title, parameter in template_of(name)["Parameters"].items():
        if "Default" in parameter and "AllowedPattern" in parameter:
            assert re.fullmatch(parameter["AllowedPattern"], parameter["Default"]), title
        if "Default" in parameter and "AllowedValues" in parameter:
            assert parameter["Default"] in parameter["AllowedValues"], title


@pytest.mark.parametrize("name", PRODUCTS)
def test_no_launch_chooses_another_setting_than_the_accounts(name: str) -> None:
    """A parameter of another name, or one that another launch wrote, would redirect what the platform team decided."""
    settings = {
        title: parameter
        for title, parameter in template_of(name)["Parameters"].items()
        if parameter["Type"].startswith("AWS::SSM::")
    }
    assert settings or name == "studio-user-profile"  # which reads only what its team's stack stored
    for title, parameter in settings.items():
        assert parameter["AllowedValues"] == [parameter["Default"]], title
        assert parameter["Default"].startswith("/mlops-catalog/"), title


@pytest.mark.parametrize("name", PRODUCTS)
def test_nothing_that_a_launch_writes_is_at_the_path_of_the_settings(name: str) -> None:
    written = resources_of(template_of(name), "AWS::SSM::Parameter").values()
    assert [body for body in written if filled_in(body["Properties"]["Name"]).startswith("/mlops-catalog/")] == []


@pytest.mark.parametrize("name", PRODUCTS)
def test_studio_may_leave_out_exactly_what_may_be_empty(name: str) -> None:
    template = template_of(name)
    empty = {title for title, parameter in template["Parameters"].items() if parameter.get("Default") == ""}
    rules = template["Metadata"].get("SagemakerTemplateParameterRules", {})
    assert rules == {title: {"Optional": True} for title in empty}


@pytest.mark.parametrize(
    ("name", "parameter", "accepted", "refused"),
    [
        ("build-train", "Schedule", ["", "rate(7 days)", "cron(0 3 ? * MON *)"], ["daily", "rate(0 days)", "cron()"]),
        (
            "build-train",
            "CodeConnectionArn",
            ["", "arn:aws:codeconnections:eu-west-1:222222222222:connection/0123abcd-1111-2222-3333-444444444444"],
            ["arn:aws:iam::222222222222:role/x", "connection/1"],
        ),
        (
            "build-train",
            "BuildRepositoryName",
            ["", "team/model", "group/sub/model", "t.eam/mod_el.js"],
            BAD_REPOSITORIES,
        ),
        ("deploy", "ModelPackageGroupName", ["demo-p-abc123def456", "Demo-p-abc123def456"], ["", "a/b", "-demo"]),
        (
            "build-train",
            "SageMakerProjectId",
            ["p-abc123def456", "p-abc123def4567"],
            [
                "p",
                "p-1",
                "p-abc123def45",
                "p-abc123def45678",
                "P-abc123def456",
                "xp-abc123def456",
                "p-abc123-ef456",
            ],
        ),
        (
            "build-train",
            "SageMakerProjectName",
            ["demo", "Demo-1", "p", "p-learning", "map-classification", "a" * 32],
            ["-demo", "p-abc123def456", "demo-p-abc123def456", "Demo-P-ABC123DEF456-x", "p-abc123def4567", "a" * 33],
        ),
        (
            "build-train",
            "BranchName",
            ["main", "release/1.2", "feature/a_b-c", "v1.x", "locked", "x.locks"],
            [
                "",
                "-x",
                "../x",
                "a..b",
                "a//b",
                "/a",
                "a/",
                "a.",
                "a/.b",
                ".a",
                "x.lock",
                "x.lock/y",
                "a@{1}",
                "a b",
                "a~1",
            ],
        ),
        ("studio-domain", "DomainName", ["a", "Team-1", "a" * 32], ["", "-a", "a-", "a_b", "a" * 33]),
        (
            "studio-domain",
            "ProjectTemplatesLocation",
            ["", "s3://bucket/", "s3://bucket/a/b/"],
            ["s3://bucket", "s3://bucket/a", "https://bucket/", "s3://b/", "s3://bucket//"],
        ),
        ("studio-user-profile", "DomainId", ["d-abcdefghijkl", "d-1"], ["", "abc", "D-abc", "d-", "d-ab/c"]),
        ("studio-user-profile", "UserName", ["ada", "a" * 63], ["", "a.b", "-a", "a" * 64]),
        ("studio-user-profile", "Team", ["vision", "a1"], ["", "none", "A1", "a-b", "a"]),
        ("spoke-settings", "Subnets", ["none", "subnet-0123abcd,subnet-0123abce"], ["", "subnet-0123abcd,"]),
        ("spoke-settings", "NotificationAddress", ["none", "team@example.com"], ["", "team"]),
    ],
)
def test_pattern_accepts_what_is_right_and_refuses_what_is_not(
    name: str, parameter: str, accepted: list[str], refused: list[str]
) -> None:
    pattern = re.compile(template_of(name)["Parameters"][parameter]["AllowedPattern"])
    assert [value for value in accepted if not pattern.fullmatch(value)] == []
    assert [value for value in refused if pattern.fullmatch(value)] == []


def _holds(expression: dict, answers: dict[str, str]) -> bool:
    match expression:
        case {"Fn::Not": [inner]}:
            return not _holds(inner, answers)
        case {"Fn::Equals": [{"Ref": name}, value]}:
            return answers[name] == value
        case {"Fn::Or": parts}:
            return any(_holds(part, answers) for part in parts)
    raise AssertionError(expression)


def _refusals(name: str, **answers: str) -> set[str]:
    template = template_of(name)
    complete = {title: body.get("Default", "x") for title, body in template["Parameters"].items()} | answers
    return {
        rule
        for rule, body in template.get("Rules", {}).items()
        if _holds(body["RuleCondition"], complete) and not _holds(body["Assertions"][0]["Assert"], complete)
    }


@pytest.mark.parametrize("name", FORMS)
def test_no_rule_refuses_the_defaults(name: str) -> None:
    assert _refusals(name) == set()


def test_rules_refuse_combinations_that_cannot_work() -> None:
    whole = "build-train-deploy"
    assert _refusals(whole, CodeConnectionArn="arn") == {
        "ConnectionNeedsBuildRepositoryName",
        "ConnectionNeedsDeployRepositoryName",
    }
    assert _refusals(whole, BuildRepositoryName="a/b") == {"BuildRepositoryNameNeedsConnection"}
    own = {"Example": "abalone", "TrainingImage": "image"}
    assert _refusals(whole, EndpointType="serverless", Traffic="rolling", **own) == {"ServerlessMovesAtOnce"}
    assert _refusals(whole, EndpointType="serverless") == {"ServerlessNeedsOwnImage"}
    assert _refusals(whole, EndpointType="serverless", **own) == set()
    assert _refusals(whole, EndpointType="real-time", Traffic="rolling") == set()
    assert _refusals("studio-domain", StudioVpcId="none") == {"NetworkIsSet"}
    assert _refusals("studio-domain", IdleMinutes="480", LongestIdleMinutes="480") == set()
    for longest in ("60", "120"):
        for idle in ("240", "480", "1440"):
            assert _refusals("studio-domain", IdleMinutes=idle, LongestIdleMinutes=longest) == {
                f"LongestIsAtLeast{idle}"
            }
    assert _refusals("spoke-settings", StagingAccount="1") == {"StagingNeedsProduction"}
    assert _refusals("spoke-settings", VpcId="vpc") == {"NetworkNeedsSubnets", "NetworkNeedsSecurityGroups"}
