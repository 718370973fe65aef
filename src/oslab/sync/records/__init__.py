"""What is known, whoever made it."""
