"""The error for a mistake in a configuration file has the file, the line, the problem and a fix."""

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

import templates
from scripts.configuration import Workspace
from scripts.errors import CatalogError

PRODUCTS = tuple(product.name for product in templates.PRODUCTS)
PORTFOLIO = "portfolios/mlops-projects.yaml"
_OFFERED = yaml.safe_load((Path(__file__).parents[3] / PORTFOLIO).read_text(encoding="utf-8"))["products"]
LISTED = "".join(f"  - {name}\n" for name in _OFFERED)
ENVIRONMENT = "portfolios/environments/sandbox.yaml"


def error_of(workspace: Workspace) -> CatalogError:
    with pytest.raises(CatalogError) as caught:
        workspace.portfolios(workspace.environment("sandbox"), PRODUCTS)
    assert caught.value.exit_code == 2
    return caught.value


def line_of(path: Path, text: str) -> int:
    return next(number for number, line in enumerate(path.read_text().splitlines(), 1) if text in line)


class Mistake(NamedTuple):
    """An edit of a configuration file, and the error that it should cause."""

    file: str
    old: str
    new: str
    problem: str
    hint: str


MISTAKES = [
    Mistake(PORTFOLIO, "# launch_role:", "lanch_role:", "unknown key `lanch_role`", "did you mean `launch_role`?"),
    Mistake(ENVIRONMENT, "account:", "acount:", "unknown key `acount`", "did you mean `account`?"),
    Mistake(PORTFOLIO, "- deploy\n", "- deplyo\n", "names an unknown product `deplyo`", "did you mean `deploy`?"),
    Mistake(PORTFOLIO, "[mlops]", "[mlop]", "names an unknown unit `mlop`", "did you mean `mlops`?"),
    Mistake(
        ENVIRONMENT, '"111111111111"', "111111111111", "an account id is a string", "put quotes around its 12 digits"
    ),
    Mistake(ENVIRONMENT, '"111111111111"', '"11111"', "an account id has 12 digits", 'for example "012345678901"'),
    Mistake(ENVIRONMENT, '"333333333333"', "333333333333", "an account id is a string", "put quotes"),
    Mistake(PORTFOLIO, "MLOps projects", "M" * 101, "has 101 characters", "Service Catalog allows 1 to 100"),
    Mistake(PORTFOLIO, "Machine learning platform", "p" * 51, "has 51 characters", "Service Catalog allows 1 to 50"),
    Mistake(PORTFOLIO, "role/service-role/", "arn:aws:iam::1:role/", "is not a role name pattern", "for example role/"),
    Mistake(ENVIRONMENT, "o-sandbox0001", "the-sandbox", "is not an organisation id", "for example o-a1b2c3d4e5"),
    Mistake(ENVIRONMENT, "us-east-1", "useast1", "is not a region", "for example eu-west-1"),
    Mistake(
        ENVIRONMENT, "spokes: [mlops]", "spokes: [mlopps]", "names an unknown unit `mlopps`", "did you mean `mlops`?"
    ),
    Mistake(ENVIRONMENT, "ml-team@example.com", "ml-team", "is not an e-mail address", "for example ml@acme.org"),
    Mistake(PORTFOLIO, "Projects with", "P" * 2000, "has 2070 characters", "Service Catalog allows 1 to 2000"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.problem)
def test_a_mistake_is_named_with_file_and_line(workspace: Workspace, mistake: Mistake) -> None:
    path = workspace.root / mistake.file
    text = path.read_text()
    assert mistake.old in text
    path.write_text(text.replace(mistake.old, mistake.new, 1))
    found = error_of(workspace)
    assert mistake.problem in found.problem
    assert mistake.hint in found.hint
    assert found.problem.startswith(f"{mistake.file}:{line_of(path, mistake.new.strip())}:")


def test_a_duplicate_key_is_named_with_its_second_line(workspace: Workspace) -> None:
    path = workspace.root / PORTFOLIO
    path.write_text(path.read_text() + "provider: Another team\n")
    found = error_of(workspace)
    assert "duplicate key `provider`" in found.problem
    assert found.problem.startswith(f"{PORTFOLIO}:{line_of(path, 'Another team')}:")


def test_a_portfolio_without_products_is_refused(workspace: Workspace) -> None:
    path = workspace.root / PORTFOLIO
    path.write_text(path.read_text().split("products:")[0] + "products: []\n")
    found = error_of(workspace)
    assert "a portfolio has at least one product" in found.problem
    assert found.problem.startswith(f"{PORTFOLIO}:{line_of(path, 'products:')}:")


def test_a_portfolio_without_principals_is_refused(workspace: Workspace) -> None:
    path = workspace.root / PORTFOLIO
    lines = [line for line in path.read_text().splitlines() if not line.startswith("  - role/")]
    path.write_text("\n".join(lines).replace("principals:", "principals: []"))
    found = error_of(workspace)
    assert "no role could launch" in found.problem
    assert "name a role pattern" in found.hint


def test_the_hint_for_a_missing_key_describes_its_value(workspace: Workspace) -> None:
    path = workspace.root / PORTFOLIO
    path.write_text(path.read_text().replace("provider: Machine learning platform\n", ""))
    found = error_of(workspace)
    assert "key `provider` is missing" in found.problem
    assert found.hint == "the team behind it, up to 50 characters"


def test_stages_without_targets_are_refused(workspace: Workspace) -> None:
    """A pipeline whose stages have no roles cannot even be created."""
    path = workspace.root / ENVIRONMENT
    text = path.read_text()
    assert "targets: [staging, production]" in text
    path.write_text(text.replace("targets: [staging, production]", "targets: []"))
    found = error_of(workspace)
    assert "`stages` names accounts and `targets` no unit" in found.problem
    assert "no stage can be deployed to" in found.hint
    path.write_text(text.replace("targets: [staging, production]\n", ""))
    assert "key `targets` is missing" in error_of(workspace).problem


def test_a_spoke_that_is_also_the_hub_is_refused(workspace: Workspace) -> None:
    path = workspace.root / ENVIRONMENT
    path.write_text(path.read_text().replace('"444444444444"', '"111111111111"'))
    found = error_of(workspace)
    assert "the production account is the hub itself (111111111111)" in found.problem
    assert found.problem.startswith(f"{ENVIRONMENT}:{line_of(path, 'stages:')}:")


def test_a_file_that_is_not_yaml_is_named_with_its_line(workspace: Workspace) -> None:
    path = workspace.root / PORTFOLIO
    path.write_text("portfolio: [mlops\nprovider: x\n")
    assert error_of(workspace).problem.startswith(f"{PORTFOLIO}:2:")


def test_a_file_called_otherwise_than_its_portfolio_is_refused(workspace: Workspace) -> None:
    path = workspace.root / PORTFOLIO
    path.rename(path.with_name("other.yaml"))
    found = error_of(workspace)
    assert "`portfolio` is `mlops-projects`, the file is `other.yaml`" in found.problem


def test_an_unknown_environment_is_answered_with_the_nearest(workspace: Workspace) -> None:
    with pytest.raises(CatalogError) as caught:
        workspace.environment("sandbx")
    assert caught.value.hint == "did you mean `sandbox`?"


def test_the_example_environment_is_one_that_works(workspace: Workspace) -> None:
    environment = workspace.environment("example")
    assert workspace.portfolios(environment, PRODUCTS)
    assert len(environment.asset_bucket("ap-southeast-1")) <= 63


def second_portfolio(workspace: Workspace, *changes: tuple[str, str]) -> Path:
    """A portfolio like the first, but for what is changed."""
    text = (workspace.root / PORTFOLIO).read_text().replace("portfolio: mlops-projects", "portfolio: second")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = workspace.root / "portfolios/second.yaml"
    path.write_text(text)
    return path


ROLES = "role/service-role/AmazonSageMaker-ExecutionRole*"
OVERLAPPING = [ROLES, "role/service-role/*", "role/*/AmazonSageMaker-*-team", "role/service-role/Amazon?ageMaker*"]


@pytest.mark.parametrize("roles", OVERLAPPING)
def test_a_product_that_reaches_a_role_by_two_portfolios_is_refused(workspace: Workspace, roles: str) -> None:
    path = second_portfolio(workspace, (ROLES, f'"{roles}"'))
    found = error_of(workspace)
    assert found.problem.startswith(f"portfolios/second.yaml:{line_of(path, '- build-train')}: `build-train` is in")
    assert "`mlops-projects` too" in found.problem
    assert "SageMaker updates no project that has two paths" in found.hint


@pytest.mark.parametrize(
    "change",
    [
        (ROLES, "role/DataScience/*"),
        ("[mlops]", "[other]"),
        (LISTED, "  - model-monitor\n"),
    ],
    ids=["other roles", "other units", "other products"],
)
def test_portfolios_that_share_no_role_can_have_the_same_products(
    workspace: Workspace, change: tuple[str, str]
) -> None:
    second_portfolio(workspace, change)
    environment = workspace.environment("sandbox")
    environment.units["other"] = "ou-sand-other0001"
    assert len(workspace.portfolios(environment, (*PRODUCTS, "model-monitor"))) == 2


def test_a_tag_option_with_a_choice_is_refused(workspace: Workspace) -> None:
    path = workspace.root / PORTFOLIO
    path.write_text(path.read_text() + "tag_options: {cost-centre: ['1001', '2002']}\n")
    found = error_of(workspace)
    assert "`cost-centre` has 2 values, and Studio's form has no field to choose one" in found.problem
    assert found.hint.endswith("keep one")


def test_too_many_patterns_are_answered_with_what_helps(workspace: Workspace) -> None:
    path = workspace.root / PORTFOLIO
    many = "".join(f"  - role/team-{number}/*\n" for number in range(10))
    path.write_text(path.read_text().replace("# launch_role:", f"{many}# launch_role:"))
    assert "a second portfolio with other products or for other units" in error_of(workspace).hint
