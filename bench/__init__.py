"""What is measured, as programs: `python -m bench`."""
