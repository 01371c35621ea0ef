"""JSON schemas of the configuration files, for editors that complete and check them."""

import json
from pathlib import Path

from scripts.configuration import Environment, Portfolio, Workspace
from scripts.releases.files import GuidanceFile

SCHEMAS = {"portfolio": Portfolio, "environment": Environment, "guidance": GuidanceFile}


def schema_texts() -> dict[str, str]:
    """The text of each schema file by its name in `portfolios/schema/`."""
    return {
        f"{name}.json": json.dumps(model.model_json_schema(), indent=2, sort_keys=True) + "\n"
        for name, model in SCHEMAS.items()
    }


def write_schemas(workspace: Workspace) -> tuple[Path, ...]:
    """Writes the schema files, and returns where."""
    folder = workspace.portfolios_folder / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    texts = schema_texts()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(folder / name for name in texts)
