"""What the door does, each in one transaction of its own database."""
