"""How the web process serves: threads, on LISTEN; for people outside, a proxy with TLS stands before it."""

from reviewboard.config import read_settings

settings = read_settings()
bind = f"[{settings.listen}]:{settings.port}"
worker_class = "gthread"
workers = 2
threads = 16
timeout = 60  # seconds without a sign of life before a worker is replaced
graceful_timeout = 15  # seconds for open requests when stopping; below the supervisor's patience
control_socket_disable = True  # nothing outside DATA_DIR is written
