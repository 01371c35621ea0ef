"""The data that this repository brings along: four years of daily observations from Seattle, in °C, mm and m/s."""

from pathlib import Path

ENDINGS = (".csv",)


def example(_folder: Path) -> Path:
    """The file inside the vega_datasets package."""
    import vega_datasets

    return Path(vega_datasets.__file__).parent / "_data" / "seattle-weather.csv"
