"""Released versions: their templates, seed archives and guidance."""
