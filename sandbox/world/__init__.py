"""The simulated organisation: accounts, units, people, and what its management account has switched on."""
