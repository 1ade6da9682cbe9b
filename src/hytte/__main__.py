"""`python -m hytte` is the `hytte` command."""

from hytte.cli import main

if __name__ == "__main__":
    main()
