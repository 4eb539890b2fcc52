"""The process that ranks the firms of the current edition, started when there is a new one."""

import logging
import subprocess
from collections import Counter

from chains.risk import ranking
from chains.store import Store

TRIES = 3  # of one edition; what fails three times fails again
GOODBYE_SECONDS = 2.0

log = logging.getLogger(__name__)


class Ranked:
    """Sees to it that the current edition's firms are ranked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._process: subprocess.Popen[bytes] | None = None
        self._tries: Counter[int] = Counter()

    def look(self) -> None:
        """Start the ranking of the current edition unless it is there, runs, or fails for good."""
        if self._runs():
            return
        number = self._store.current()
        if self._tries[number] < TRIES:
            self._process = ranking.ensure(self._store, number)
            self._tries[number] += self._process is not None

    def stop(self) -> None:
        """End the process with the server; nothing half is left."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(GOODBYE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _runs(self) -> bool:
        """Whether the process that was started still runs; what became of it is logged."""
        if self._process is None:
            return False
        status = self._process.poll()
        if status is None:
            return True
        self._process = None
        if status:
            log.error("The ranking of firms ended with status %d", status)
        return False
