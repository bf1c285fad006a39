"""The container's question whether the site is well, asked of a site that runs."""

import socket

import pytest

from archive import healthcheck


@pytest.fixture
def port(live_server) -> str:
    return live_server.url.rsplit(":", 1)[1]


def test_a_running_archive_is_well(committed_archive, port, monkeypatch, capsys):
    monkeypatch.setenv("GRANIAN_PORT", port)
    monkeypatch.delenv("DJANGO_ALLOWED_HOSTS", raising=False)
    assert healthcheck.main() == 0
    assert capsys.readouterr().err == ""


def test_it_asks_under_the_first_allowed_host_and_tells_what_is_wrong(
    committed_archive, port, monkeypatch, capsys, settings
):
    settings.ALLOWED_HOSTS = ["archive.example"]
    monkeypatch.setenv("GRANIAN_PORT", port)
    monkeypatch.setenv("DJANGO_ALLOWED_HOSTS", "archive.example,localhost")
    assert healthcheck.main() == 0
    monkeypatch.setenv("DJANGO_ALLOWED_HOSTS", "another.example")
    assert healthcheck.main() == 1
    assert "400" in capsys.readouterr().err


def test_it_is_not_sent_on_to_https(committed_archive, port, monkeypatch, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    monkeypatch.setenv("GRANIAN_PORT", port)
    assert healthcheck.main() == 0


def test_a_site_that_is_away_is_not_well(monkeypatch, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("GRANIAN_PORT", str(taken.getsockname()[1]))
        assert healthcheck.main() == 1
    assert "does not answer" in capsys.readouterr().err
