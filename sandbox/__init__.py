"""A local AWS of one hub, three spokes and an outsider, reached over HTTP like any AWS."""
