"""The server as a process: its life, its state folder, who may talk to it, and faults on demand."""
