"""What runs in a container at AWS: a process with the container's files, environment, role and log.

Jobs run a command in one; endpoints and transform jobs run a server in one, which answers with the model.
"""
