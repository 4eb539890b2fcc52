"""/metrics: what is counted, as OpenMetrics, for a monitor that knows the token."""

from secrets import compare_digest

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit import runtime
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY, GaugeStat

from chains import meter, settings
from chains.errors import StoreError
from chains.server import health
from chains.store import Store


def routes() -> list[Route]:
    """The one route; without a token in the settings there is none."""
    return [Route("/metrics", answer)]


async def answer(request: Request) -> Response:
    """Everything counted so far, to whoever says the token."""
    token = settings.get("metrics_token")
    if not token:
        return PlainTextResponse("Not Found", 404)
    said = request.headers.get("authorization", "")
    if not compare_digest(said.encode(), f"Bearer {token}".encode()):
        return PlainTextResponse("Unauthorized", 401, {"WWW-Authenticate": "Bearer"})
    body, kind = await to_thread.run_sync(_exposition)
    return Response(body, media_type=kind)


def _exposition() -> tuple[bytes, str]:
    gauges: dict[str, float] = {
        "query_places": settings.number("query_workers"),
        "sessions": sessions(),
        "disk_free_bytes": health.disk_free(),
    }
    try:
        gauges["edition"] = Store(settings.store_folder()).current()
    except (StoreError, OSError):
        gauges["edition"] = float("nan")  # /healthz says what is wrong
    return meter.exposition(gauges)


def sessions() -> int:
    """Pages that are open in a browser at this moment."""
    if not runtime.exists():
        return 0
    stats = runtime.get_instance().stats_mgr.get_stats([ACTIVE_SESSIONS_FAMILY])
    found = [one for one in stats.get(ACTIVE_SESSIONS_FAMILY, ()) if isinstance(one, GaugeStat)]
    return int(sum(one.value for one in found))
