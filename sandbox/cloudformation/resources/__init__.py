"""Resources of stacks: what a resource type is, and how one is created, read back, updated and deleted by API calls."""
