"""SageMaker's endpoints: a model server for each variant, and the traffic that moves between two fleets of them.

A request passes `data_plane` (HTTP), `invocation` (which variant answers) and `fleet`, and ends in a server of
`containers`. An update passes `operations`, `update_checks` and `deployment`.
"""
