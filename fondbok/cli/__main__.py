"""`python -m fondbok.cli` is `fondbok`."""

from fondbok.cli import main

if __name__ == "__main__":
    main()
