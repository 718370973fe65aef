"""What is known about processes and threads: frozen data, whoever made it."""
