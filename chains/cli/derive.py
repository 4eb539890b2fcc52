"""python -m chains derive"""

from argparse import Namespace

from chains import derive


def run(_given: Namespace) -> bool:
    """Write what follows from data/schema, and name the files."""
    for path in derive.write_all():
        print(path)
    return True
