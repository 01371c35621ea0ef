"""The schema files that editors pick up are those of the models that parse."""

from pathlib import Path

from scripts.configuration.schemas import schema_texts

PORTFOLIOS = Path(__file__).resolve().parents[3] / "portfolios"


def test_the_schema_files_are_up_to_date() -> None:
    stored = {path.name: path.read_text() for path in (PORTFOLIOS / "schema").glob("*.json")}
    assert stored == schema_texts()


def test_every_configuration_file_names_its_schema() -> None:
    for path in [*PORTFOLIOS.glob("*.yaml"), *PORTFOLIOS.glob("environments/*.yaml"), *PORTFOLIOS.glob("*/index.yaml")]:
        first = path.read_text().splitlines()[0]
        schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
        assert schema.is_file(), path
