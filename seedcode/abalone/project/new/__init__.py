"""Makes the repository one for another table: looks at it, and writes project.toml and schema.json."""
