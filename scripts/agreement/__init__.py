"""Does the sandbox answer as AWS was recorded to answer? The story of one run is in `run`.

`cases` reads recorded calls, `holes` fills in what differs from run to run, `replay` makes the calls of a case against
a sandbox, `comparison` compares each answer with the recorded one, `verdict` judges it, `table` counts, and `reasons`
knows why what still differs does.
"""
