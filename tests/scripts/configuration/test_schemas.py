"""The schema files that editors pick up are those of the models that parse."""

from pathlib import Path

from scripts.configuration.schemas import schema_texts

ROOT = Path(__file__).resolve().parents[3]
PORTFOLIOS = ROOT / "portfolios"


def test_the_schema_files_are_up_to_date() -> None:
    stored = {path.name: path.read_text() for path in (PORTFOLIOS / "schema").glob("*.json")}
    assert stored == schema_texts()


def test_every_configuration_file_names_its_schema() -> None:
    paths = [*PORTFOLIOS.glob("*.yaml"), *PORTFOLIOS.glob("environments/*.yaml"), *ROOT.glob("releases/*.yaml")]
    assert ROOT / "releases" / "guidance.yaml" in paths
    for path in paths:
        first = path.read_text().splitlines()[0]
        schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
        assert schema.is_file(), path
