"""The data that this repository brings along: four years of daily observations from Seattle, in °C, mm and m/s."""

from datetime import date, timedelta
from pathlib import Path

ENDINGS = (".csv",)


def example(_folder: Path) -> Path:
    """The file inside the vega_datasets package."""
    import vega_datasets

    return Path(vega_datasets.__file__).parent / "_data" / "seattle-weather.csv"


def many(body: str, rows: int) -> str:
    """A request with so many rows: the measurements of the first day of a smaller one, day after day."""
    first, *measured = body.splitlines()[0].split(",")
    days = (date.fromisoformat(first) + timedelta(number) for number in range(rows))
    return "".join(f"{day},{','.join(measured)}\n" for day in days)
