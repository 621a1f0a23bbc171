"""``python -m build_tools.cli VERB``."""

from build_tools.cli import main

if __name__ == "__main__":
    main()
