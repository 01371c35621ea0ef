"""The schema files that editors pick up are those of the models that parse."""

from pathlib import Path

from scripts.configuration import Workspace
from scripts.schemas import schema_texts, write_schemas

ROOT = Path(__file__).resolve().parents[2]
PORTFOLIOS = ROOT / "portfolios"


def test_the_schema_files_are_up_to_date() -> None:
    stored = {path.name: path.read_text() for path in (PORTFOLIOS / "schema").glob("*.json")}
    outdated = {
        name for name, text in schema_texts().items() if stored.get(name) != text
    } | stored.keys() - schema_texts().keys()
    assert not outdated, "run `make schemas`, and commit what it writes to portfolios/schema"


def test_schemas_are_written_where_editors_look_for_them(workspace: Workspace) -> None:
    (workspace.portfolios_folder / "schema" / "portfolio.json").unlink()
    written = write_schemas(workspace)
    assert {path.name: path.read_text() for path in written} == schema_texts()
    assert {path.parent for path in written} == {workspace.portfolios_folder / "schema"}


def test_every_configuration_file_names_its_schema() -> None:
    paths = [*PORTFOLIOS.glob("*.yaml"), *PORTFOLIOS.glob("environments/*.yaml"), *ROOT.glob("releases/*.yaml")]
    assert ROOT / "releases" / "guidance.yaml" in paths
    for path in paths:
        first = path.read_text().splitlines()[0]
        schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
        assert schema.is_file(), path
