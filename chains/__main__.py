"""python -m chains"""

import os
import sys

from chains.cli import main


def _run() -> int:
    """Run the command; a reader such as `head` that had enough is no error of ours."""
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing left to flush to
        return 0
    return status


if __name__ == "__main__":
    sys.exit(_run())
