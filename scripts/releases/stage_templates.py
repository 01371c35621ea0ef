"""The template of a project's roles in a stage's account: each version of a product has the digest of its own."""

from dataclasses import dataclass
from pathlib import Path

from scripts.releases.text_digest import text_digest
from templates import names
from templates.foundations.stage_roles import STAGE_ROLES


@dataclass(frozen=True)
class StageTemplate:
    """Such a template by the name that products have for it."""

    name: str
    text: str

    @property
    def digest(self) -> str:
        """The sha-256 of the template."""
        return text_digest(self.text)

    @property
    def key(self) -> str:
        """Where the template is in an asset bucket."""
        return stage_template_key(self.digest)


def stage_template_key(digest: str) -> str:
    """The content-addressed key of such a template: stages' accounts take no other."""
    return f"{names.STAGE_TEMPLATE_PREFIX}{digest}.json"


def stage_template_path(folder: Path, name: str, digest: str) -> Path:
    """Where the folder of releases keeps such a template."""
    return folder / "stages" / f"{name}-{digest[:12]}.json"


def stage_templates() -> dict[str, StageTemplate]:
    """Those of the working tree, by name."""
    return {STAGE_ROLES.name: StageTemplate(STAGE_ROLES.name, STAGE_ROLES.render())}
