"""A stranger's SQL, each run in a process of its own with a deadline and a memory limit."""

from chains.sandbox.pool import Answer, run, warm

__all__ = ["Answer", "run", "warm"]
