"""Texts of requests that must be JSON."""

import json


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
