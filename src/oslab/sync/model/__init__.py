"""Every history of a program, and one of them."""
