"""How the catalog is published: `python -m scripts <verb>`, one verb a file."""
