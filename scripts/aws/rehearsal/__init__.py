"""The people of a rehearsal, acting through AWS."""
