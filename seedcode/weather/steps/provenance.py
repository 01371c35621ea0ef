"""The part of the report that says what the gate found, from which data the model comes, and how training ended."""

import html


def provenance(result: dict) -> str:
    """Paragraphs of HTML from evaluation.json."""
    data = result["data"]
    lines = [
        result["verdict"],
        f"Learnt from {data['rows']:,} rows with the digest {data['digest']}. Training {result['training']}.",
        *(f"Mind: {warning}." for warning in data["warnings"]),
    ]
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)
