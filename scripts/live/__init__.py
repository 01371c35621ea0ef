"""Asks an account the numbered questions of docs/assumptions.md, and records what AWS answers."""
