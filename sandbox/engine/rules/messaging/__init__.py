"""What topics and queues share: policies of resources and attributes of messages."""
