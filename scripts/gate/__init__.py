"""The gate: tools and own rules that read the templates, seeds and locks, and the one file of their exceptions."""
