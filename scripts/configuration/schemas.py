"""JSON schemas of the configuration files, for editors that complete and check while somebody types."""

import json
from pathlib import Path

from scripts.configuration import Environment, Portfolio
from scripts.releases.files import GuidanceFile

SCHEMAS = {"portfolio": Portfolio, "environment": Environment, "guidance": GuidanceFile}


def schema_texts() -> dict[str, str]:
    """The text of each schema file by its name in `portfolios/schema/`."""
    return {
        f"{name}.json": json.dumps(model.model_json_schema(), indent=2, sort_keys=True) + "\n"
        for name, model in SCHEMAS.items()
    }


def write_schemas(folder: Path) -> None:
    """Writes the schema files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema_texts().items():
        (folder / name).write_text(text, encoding="utf-8")
