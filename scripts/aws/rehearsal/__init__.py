"""What the people of a rehearsal do, as calls of AWS."""
