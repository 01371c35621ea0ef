"""One file, one product."""
