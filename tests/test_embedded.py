"""The bundled Valkey: really started, reached through each of its addresses, and killed."""

import signal
import stat
import subprocess
import time
from contextlib import contextmanager

import pytest
from kombu import Connection
from limits.storage import storage_from_string
from redis import Redis

from reviewboard import embedded
from reviewboard.config import read_settings


def settings_in(folder, **given):
    return read_settings({"DATA_DIR": str(folder)} | given, env_file=None)


@contextmanager
def running(settings):
    server = subprocess.Popen(embedded.start_command(settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        patience_ends = time.monotonic() + 20
        while not embedded.answers(settings):
            assert time.monotonic() < patience_ends
            time.sleep(0.02)
        yield server
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def short_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("q")
    assert len(str(folder / "run" / "valkey.sock")) <= embedded.SOCKET_PATH_LONGEST
    return folder


def test_no_server_does_not_answer(short_folder):
    assert embedded.answers(settings_in(short_folder)) is False


def test_each_address_reaches_the_same_server(short_folder):
    settings = settings_in(short_folder)
    with running(settings), Redis.from_url(embedded.redis_url(settings)) as redis:
        redis.set("who", "valkey")
        with Connection(embedded.broker_url(settings)) as broker:
            assert broker.default_channel.client.get("who") == b"valkey"
        throttle = storage_from_string(embedded.throttle_url(settings))
        throttle.incr("tries", 60)
        assert throttle.get("tries") == 1
        assert redis.dbsize() > 1
        throttle.storage.close()


def test_server_keeps_what_it_took_when_it_is_killed(short_folder):
    settings = settings_in(short_folder)
    with running(settings) as server, Redis.from_url(embedded.redis_url(settings)) as redis:
        redis.rpush("work", *range(200))
        server.send_signal(signal.SIGKILL)
    with running(settings), Redis.from_url(embedded.redis_url(settings)) as redis:
        assert redis.lrange("work", 0, -1) == [str(number).encode() for number in range(200)]


def test_server_has_no_network_address_and_a_private_socket(short_folder):
    settings = settings_in(short_folder)
    with running(settings), Redis.from_url(embedded.redis_url(settings)) as redis:
        given = redis.config_get("port", "appendonly", "appendfsync", "save", "maxmemory-policy")
        assert given == {
            "port": "0",
            "appendonly": "yes",
            "appendfsync": "always",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        assert stat.S_IMODE(embedded.socket_path(settings).stat().st_mode) == 0o600


def test_long_data_dir_gets_a_short_socket_of_its_own(tmp_path):
    first = settings_in(tmp_path / ("long" * 30) / "a")
    second = settings_in(tmp_path / ("long" * 30) / "b")
    short = embedded.socket_path(first)
    try:
        assert len(str(short)) <= embedded.SOCKET_PATH_LONGEST
        assert short != embedded.socket_path(second)
        assert stat.S_IMODE(short.parent.stat().st_mode) == 0o700
        with running(first), Redis.from_url(embedded.redis_url(first)) as redis:
            assert redis.ping() is True
    finally:
        for settings in (first, second):
            embedded.socket_path(settings).unlink(missing_ok=True)
            embedded.socket_path(settings).parent.rmdir()


@pytest.mark.parametrize(
    ("given", "broker", "throttle"),
    [
        ("redis://cache:6380/3", "redis://cache:6380/3", "redis://cache:6380/3"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock", "redis+unix:///run/redis.sock"),
        (
            "unix:///run/redis.sock?db=3",
            "redis+socket:///run/redis.sock?virtual_host=3",
            "redis+unix:///run/redis.sock?db=3",
        ),
        ("rediss://cache:6380/3", "rediss://cache:6380/3?ssl_cert_reqs=required", "rediss://cache:6380/3"),
        *((given, given, given) for given in ("rediss://cache:6380/3?ssl_cert_reqs=none",)),
    ],
)
def test_a_given_server_keeps_its_address(short_folder, given, broker, throttle):
    settings = settings_in(short_folder, REDIS_URL=given)
    assert embedded.redis_url(settings) == given
    assert embedded.broker_url(settings) == broker
    assert embedded.throttle_url(settings) == throttle
