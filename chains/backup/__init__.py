"""A copy of store and state in a folder of its own: made, verified, put back."""

from chains.backup.making import Backup, make
from chains.backup.manifest import verify
from chains.backup.restoring import Restored, restore

__all__ = ["Backup", "Restored", "make", "restore", "verify"]
