"""The generated parts of docs/security.md."""
