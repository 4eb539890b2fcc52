"""Connections that were opened and then say nothing: closed, so that they take nobody's place."""

from typing import cast
from weakref import WeakKeyDictionary

from uvicorn import Server
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

TURN_SECONDS = 5  # how often they are looked at
TURNS = 3  # so a request's head has 10 to 15 s


class Stalled:
    """How often each connection was seen without a whole request."""

    def __init__(self) -> None:
        self.server: Server | None = None
        self._seen: WeakKeyDictionary[H11Protocol, int] = WeakKeyDictionary()

    async def look(self) -> None:
        """One turn; uvicorn itself waits for the head of a request without end."""
        if self.server is None:
            return
        for connection in list(self.server.server_state.connections):
            if isinstance(connection, H11Protocol):
                self._judge(connection)

    def _judge(self, connection: H11Protocol) -> None:
        cycle = cast("RequestResponseCycle | None", connection.cycle)  # none before a first request
        if cycle is not None and not cycle.response_complete:
            self._seen.pop(connection, None)
            return
        self._seen[connection] = self._seen.get(connection, 0) + 1
        if self._seen[connection] >= TURNS:
            connection.transport.abort()
