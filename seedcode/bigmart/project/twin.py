"""A generated twin of the Big Mart table: its twelve columns, its gaps and its spellings, and something to learn."""

import csv
import random
from pathlib import Path
from typing import NamedTuple

HEADER = [
    *("Item_Identifier", "Item_Weight", "Item_Fat_Content", "Item_Visibility", "Item_Type", "Item_MRP"),
    *("Outlet_Identifier", "Outlet_Establishment_Year", "Outlet_Size", "Outlet_Location_Type", "Outlet_Type"),
    "Item_Outlet_Sales",
]
FILE = "generated.csv"
ITEMS, SEED = 240, 7
TYPES = ("Dairy", "Drinks", "Fruits and Vegetables", "Household", "Snack Foods")
SPELLINGS = {"Low Fat": ("Low Fat", "Low Fat", "Low Fat", "LF", "low fat"), "Regular": ("Regular", "Regular", "reg")}
LEVELS = {"Grocery Store": 0.4, "Supermarket Type1": 1.0, "Supermarket Type2": 1.2}


class Outlet(NamedTuple):
    name: str
    year: int
    size: str
    location: str
    kind: str


def outlets() -> list[Outlet]:
    """Twelve, four of each kind, so that a few of them can be tested on without a kind that nobody has seen."""
    sizes, kinds = ("Small", "Medium", "High", ""), tuple(LEVELS)
    return [
        Outlet(f"OUT{10 + n:03}", 1985 + n * 2, sizes[n % 4], f"Tier {n % 3 + 1}", kinds[n // 4]) for n in range(12)
    ]


def rows(seed: int = SEED) -> list[list[str]]:
    """Sales follow price and outlet; weight says nothing, and a third of the noise is the item's own."""
    draw = random.Random(seed)
    found = []
    for number in range(ITEMS):
        kind, fat = draw.choice(TYPES), draw.choice(list(SPELLINGS))
        price, weight, liking = draw.uniform(30, 270), draw.uniform(4, 22), draw.gauss(1, 0.1)
        for outlet in outlets():
            sales = price * 12 * LEVELS[outlet.kind] * liking * draw.gauss(1, 0.2)
            found.append(
                [
                    *(f"ITEM{number:03}", "" if draw.random() < 0.17 else f"{weight:.2f}", draw.choice(SPELLINGS[fat])),
                    *(f"{draw.uniform(0, 0.3):.6f}", kind, f"{price:.4f}"),
                    *(outlet.name, str(outlet.year), outlet.size, outlet.location, outlet.kind),
                    f"{max(sales, 10):.4f}",
                ]
            )
    return found


def write(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *rows()])
    return folder / FILE
