"""Each request gets a number, one line in the log and its place in the counts; with a token the counts can be read.

The line names the route, never the address: ids and whoever asked stand in the journal, where it is known who may read them.
"""

import hmac
import time

import structlog
from flask import Blueprint, Flask, current_app, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reviewboard.metrics import count_request, exposition
from reviewboard.observation import new_request_id, request_at_hand
from reviewboard.web.access_list import PUBLIC
from reviewboard.web.health import messages, parts_of_the_board

UNTOLD = ("static", "health.healthz", "health.readyz", "metrics.metrics")
"""Asked often, by machines: counted, without a line of their own."""

blueprint = Blueprint("metrics", __name__)
ROUTES = {"metrics.metrics": PUBLIC}
log = structlog.get_logger()


def register(app: Flask) -> None:
    """Number, tell and count every request of app; called before anything else may refuse one."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(lambda _problem: clear_contextvars())


def _begin() -> None:
    clear_contextvars()
    bind_contextvars(request=new_request_id())
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.began
    count_request(request.endpoint, request.method, response.status_code, seconds)
    response.headers["X-Request-Id"] = request_at_hand() or ""
    if request.endpoint not in UNTOLD:
        told = {"route": request.endpoint, "method": request.method, "status": response.status_code}
        log.info("request", **told, ms=round(seconds * 1000))
    return response


@blueprint.get("/metrics")
def metrics() -> Response:
    """The counts, for whoever brings METRICS_TOKEN; for anybody else, and without such a setting, there is no such page."""
    wanted = current_app.extensions["settings"].metrics_token
    given = request.headers.get("Authorization", "")
    if wanted is None or not hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode()):
        raise NotFound()
    return Response(exposition(parts_of_the_board(), messages()), content_type="text/plain; version=0.0.4; charset=utf-8")
