"""How each kind of thing is removed, by the service that has it."""
