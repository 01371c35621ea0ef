"""The command line: `python -m scripts <verb>`. The only module that prints and sets the exit code."""

import sys
import time
from typing import TYPE_CHECKING

import click

from scripts.agreement_commands import agreement, assumptions, verify_live
from scripts.aws.failures import expected_failure
from scripts.configuration import Workspace
from scripts.console import PublishProgress, StepTable, Terminal
from scripts.errors import CatalogError, ConfigurationError, UnfinishedError
from scripts.gate_commands import gate, mutation
from scripts.proof_commands import proof, prove_release, security

if TYPE_CHECKING:
    from scripts.aws.publishing.session import Session

VERIFY_SECONDS, PAUSE = 90.0, 3.0
"""How long a new role or an imported portfolio may take to be visible, and the pause between two reads."""

terminal = Terminal()
workspace = Workspace.of_this_checkout()
environment_option = click.option(
    "--environment", "-e", default="sandbox", show_default=True, help="A file of portfolios/environments."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Publish SageMaker project templates to every account of an organisation."""


@main.command()
def render() -> None:
    """Write every template to build/templates."""
    from scripts.releases.render import write_templates

    for path in write_templates(workspace):
        terminal.row("render", f"{workspace.place(path)}  {path.stat().st_size:,} bytes")


@main.command()
def lint() -> None:
    """Check every template with cfn-lint in the regions of all environments."""
    from scripts.releases.lint import lint_template, regions_of
    from scripts.releases.render import write_templates

    regions = regions_of(workspace)
    paths = write_templates(workspace)
    findings = [finding for path in paths for finding in lint_template(path, regions)]
    terminal.rows("lint", [finding.sentence for finding in findings])
    if findings:
        raise ConfigurationError(
            f"{len(findings)} findings", hint="fix them, or suppress them in the template with a reason"
        )
    terminal.row("lint", f"{len(paths)} templates clean in {', '.join(regions)}")


@main.command()
def schemas() -> None:
    """Write the JSON schemas of the configuration files to portfolios/schema."""
    from scripts.schemas import write_schemas

    terminal.rows("schemas", [workspace.place(path) for path in write_schemas(workspace)])


@main.command()
@environment_option
def publisher(environment: str) -> None:
    """Deploy the role that publishes, with the credentials of an administrator of the hub."""
    from scripts.aws.publishing.publisher import deploy_publisher

    role, changed = deploy_publisher(workspace.environment(environment))
    if changed:
        terminal.row("publisher", role)


@main.command()
@environment_option
def plan(environment: str) -> None:
    """Show what a publish would change. Writes nothing."""
    from scripts.aws.publishing.session import Session

    session = Session(workspace, environment)
    terminal.plan(session.header, session.plan())


@main.command()
@environment_option
@click.option("--allow-removal", is_flag=True, help="Allow changes that remove access or products.")
def publish(environment: str, *, allow_removal: bool) -> None:
    """Make AWS match portfolios and releases, and read it back."""
    from scripts.aws.publishing.session import Session
    from scripts.publishing.publish import publish as perform
    from scripts.publishing.publish import require_permission

    session = Session(workspace, environment)
    changes = session.plan()
    terminal.plan(session.header, changes)
    require_permission(changes, removal_allowed=allow_removal)
    began = time.monotonic()
    with PublishProgress(terminal, len(changes)) as progress:
        outcome = perform(session.desired, session.hub, changes, progress)
    if changes:
        terminal.row("publish", f"{len(outcome.done)}/{len(changes)}  {time.monotonic() - began:.1f} s")
    for failure in outcome.failures:
        terminal.failure(failure)
    # What was just published takes a moment to arrive in the spokes.
    _verify(session, VERIFY_SECONDS if outcome.done and not outcome.failures else 0)
    if outcome.failures:
        raise UnfinishedError("not everything was published", hint="fix the causes above, then publish again")
    if session.projects:
        terminal.row("next", f"make launch PRODUCT={session.projects[-1]} NAME=demo")


@main.command()
@environment_option
def verify(environment: str) -> None:
    """Read back what every account sees."""
    from scripts.aws.publishing.session import Session

    session = Session(workspace, environment)
    terminal.rows("hub", [session.header])
    _verify(session)


@main.command()
@environment_option
@click.argument("product")
@click.argument("name")
@click.option("--version", help="A version other than the newest.")
@click.option(
    "--parameter", "-p", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of the product."
)
def launch(environment: str, product: str, name: str, version: str | None, parameters: tuple[str, ...]) -> None:
    """Launch a product in the account of your own credentials: a project as Studio does, others as the console does."""
    from scripts.aws.studio import Studio
    from scripts.launch import launch as create
    from scripts.launch import launch_request

    request = launch_request(product, name, version, parameters)
    studio = Studio.in_region(workspace.environment(environment).home_region)
    began = time.monotonic()
    with terminal.err.status(f"creating {name}"):
        launched = create(request, studio, lambda _: None)
    terminal.row(launched.kind, f"{launched.name} · {launched.identifier} · account {launched.account}")
    terminal.row("created", f"{time.monotonic() - began:.1f} s")
    terminal.table(("output", "value"), sorted(launched.outputs.items()))


@main.command()
@environment_option
@click.argument("product")
@click.option(
    "--as",
    "profiles",
    multiple=True,
    metavar="ROLE=PROFILE",
    help="The profile of each role. An attacker attacks the project between the steps.",
)
@click.option("--parameter", "-p", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter at launch.")
@click.option("--keep", is_flag=True, help="Keep the project.")
def rehearse(
    environment: str, product: str, profiles: tuple[str, ...], parameters: tuple[str, ...], *, keep: bool
) -> None:
    """Run a project's full lifecycle end to end, for PRODUCT or for `all` products."""
    from scripts.aws.rehearsal.people import people
    from scripts.rehearsal.rehearse import launch_requests, products_to_rehearse, read_people, rehearse_and_report

    region = workspace.environment(environment).home_region
    team = people(read_people(profiles), region)
    for request in launch_requests(products_to_rehearse(product), parameters):
        with StepTable(terminal) as table:
            report = rehearse_and_report(workspace, request, team, table, keep=keep)
        terminal.row("report", workspace.place(report.path))
        terminal.row("record", workspace.place(report.record))
        if report.failure:
            raise report.failure
        terminal.row("retained", report.retained)


@main.command()
@click.argument("product", required=False)
@click.option("--accept", default="", help="Logical ids whose replacement or loss is agreed to, comma-separated.")
def release(product: str | None, accept: str) -> None:
    """Record a candidate (all of them if no product is given), and take `.dev` off its version."""
    from scripts.releases.record import chosen
    from scripts.releases.record import release as record
    from scripts.releases.render import render_products

    items = chosen(render_products(workspace), product)
    accepted = frozenset(filter(None, accept.split(",")))
    prove_release(items)
    paths = record(workspace, items, accepted) if items else ()
    terminal.rows("release", [workspace.place(path) for path in paths] or ["no product is a candidate"])


for command in (agreement, assumptions, gate, mutation, proof, security, verify_live):
    main.add_command(command)


def _verify(session: "Session", seconds: float = 0) -> None:
    """Read every account back, for up to some seconds until it has what was published."""
    deadline = time.monotonic() + seconds
    while (verification := session.verify()).problems and time.monotonic() < deadline:
        time.sleep(PAUSE)
    for note in verification.notes:
        terminal.row("left out", note)
    for problem in verification.problems:
        terminal.row("verify", problem)
    if verification.problems:
        hint = "publish again; the problems are listed above"
        raise UnfinishedError("not every account has what was published", hint=hint)
    terminal.row("verify", verification.sentence)
    rows = [(row.product, row.version, row.guidance, str(row.accounts), row.seeds) for row in verification.rows]
    terminal.table(("product", "version", "guidance", "accounts", "seeds"), rows)


def run() -> int:
    """Runs a verb and returns its exit code; an unexpected failure keeps its traceback (exit code 1)."""
    try:
        main(standalone_mode=False)
    except CatalogError as error:
        terminal.failure(error)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        return 130
    except Exception as error:
        failure = expected_failure(error)
        if failure is None:
            raise
        terminal.failure(failure)
        return failure.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(run())
