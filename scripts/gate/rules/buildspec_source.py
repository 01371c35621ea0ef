"""Only the build that trains runs the repository's own buildspec: what decides on a stage is in the template.

The author of a repository would otherwise decide what is tested, and what goes to production.
"""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Role, Template
from scripts.gate.model.values import text

DECIDES = ("sts:*", "codepipeline:*", "codeconnections:*", "codestar-connections:*")
READS = {"codepipeline:ListActionExecutions", "codepipeline:ListPipelineExecutions"}
"""What production runs is in the history of a pipeline, which these change nothing about."""
RELEASES = "/releases/"
PHASES = "phases:"


def check(template: Template) -> Iterator[Problem]:
    for build in template.of_type("AWS::CodeBuild::Project"):
        source = text(build.properties.get("Source", {}).get("BuildSpec"))
        inline = PHASES in source
        used = text(build.properties.get("ServiceRole"))
        roles = [role for role in template.roles if used == f"${{{role.title}.Arn}}"]
        deciding = not roles or any(_decides(role) for role in roles)
        if not inline and deciding:
            yield Problem(
                build.name, "runs a buildspec of the repository, with a role that decides: put it into the template"
            )
        if not inline and source != "buildspec.yml":
            yield Problem(build.name, f"runs the buildspec {source or 'that nobody named'}: name buildspec.yml")


def _decides(role: Role) -> bool:
    allowed = [statement for statement in role.grants if statement.allows]
    acting = any(set(statement.matching(*DECIDES)) - READS for statement in allowed)
    return acting or any(RELEASES in resource for statement in allowed for resource in statement.resources)
