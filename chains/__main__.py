"""python -m chains"""

import sys

from chains.cli import main

if __name__ == "__main__":
    sys.exit(main())
