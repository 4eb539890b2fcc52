"""python -m chains derive"""

from argparse import Namespace

from chains.derive import write_all


def run(_given: Namespace) -> bool:
    """Write what follows from data/schema, and name the files."""
    for path in write_all():
        print(path)
    return True
