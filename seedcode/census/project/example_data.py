"""A generated table with the columns of the Adult census data. It is there to try things out: nobody is in it."""

import csv
import math
import random
from pathlib import Path
from typing import Any

from project.configuration import read_project
from project.generated import GENERATED, fits, write_table

ENDINGS = (".csv", ".tsv", ".data", ".test")
ROWS = 6000
HEADER = [
    "age",
    "workclass",
    "fnlwgt",
    "education",
    "education_num",
    "marital_status",
    "occupation",
    "relationship",
    "race",
    "sex",
    "capital_gain",
    "capital_loss",
    "hours_per_week",
    "native_country",
    "income",
]
EDUCATION = {"HS-grad": 9, "Some-college": 10, "Bachelors": 13, "Masters": 14, "11th": 7, "Doctorate": 16}
WORKCLASS = ["Private", "Self-emp-not-inc", "Local-gov", "Federal-gov", "?"]
OCCUPATION = {"Exec-managerial": 0.9, "Prof-specialty": 0.7, "Craft-repair": 0.0, "Other-service": -0.9, "Sales": 0.1}
RACE = ["White", "Black", "Asian-Pac-Islander", "Amer-Indian-Eskimo", "Other"]
COUNTRY = ["United-States", "Mexico", "Philippines", "Germany", "?"]


def person(draw: random.Random) -> list[Any]:
    """One row; age, education, hours and marriage decide most of the income, and chance the rest."""
    age, hours = draw.randint(18, 75), round(draw.triangular(10, 75, 40))
    education = draw.choice(list(EDUCATION))
    occupation = draw.choice(list(OCCUPATION))
    married = draw.random() < 0.5
    gain = draw.choice([0] * 19 + [9000])
    score = (
        -4.6
        + 2.2 * math.exp(-(((age - 48) / 16) ** 2))
        + 0.35 * (EDUCATION[education] - 10)
        + 0.05 * (hours - 40)
        + 2.4 * married
        + OCCUPATION[occupation]
        + gain / 3000
    )
    rich = draw.random() < 1 / (1 + math.exp(-1.4 * score))
    return [
        age,
        draw.choice(WORKCLASS),
        draw.randint(20000, 400000),
        education,
        EDUCATION[education],
        "Married-civ-spouse" if married else "Never-married",
        occupation if draw.random() > 0.05 else "?",
        "Husband" if married else "Not-in-family",
        draw.choices(RACE, [85, 9, 3, 1, 2])[0],
        draw.choice(["Male", "Female"]),
        gain,
        0,
        hours,
        draw.choices(COUNTRY, [90, 3, 2, 2, 3])[0],
        ">50K" if rich else "<=50K",
    ]


def example(folder: Path) -> Path:
    """Write the table; it is the same each time. For the columns of another schema, one that fits it."""
    configuration = read_project()
    if not fits(HEADER, configuration):
        return write_table(folder, configuration)
    draw = random.Random(7)
    file = folder / GENERATED
    with file.open("w", newline="", encoding="utf-8") as output:
        csv.writer(output).writerows([HEADER, *(person(draw) for _ in range(ROWS))])
    return file


def many(body: str, rows: int) -> str:
    """A request with so many rows: the first of a smaller one, again and again."""
    return f"{body.splitlines()[0]}\n" * rows
