"""Asks the running site whether it is well: `python -m archive.healthcheck`, status 0 or 1. For containers; no Django.

It comes as a visitor behind the proxy would: under the first allowed host and as if over HTTPS, so that what answers is
the archive itself and not a redirect or a refusal of the host's name.
"""

import http.client
import os
import sys


def main() -> int:
    """0 when /healthz answers 200 within four seconds, else 1 and the reason on standard error."""
    first = os.environ.get("DJANGO_ALLOWED_HOSTS", "").split(",")[0].strip().lstrip("*.")
    port = int(os.environ.get("GRANIAN_PORT", "8000"))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": first or "localhost", "X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        print(f"127.0.0.1:{port} does not answer: {error}", file=sys.stderr)  # noqa: T201
        return 1
    finally:
        connection.close()
    if answer.status != 200:
        print(f"/healthz answers {answer.status} {answer.reason}", file=sys.stderr)  # noqa: T201
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
