# syntax=docker/dockerfile:1
# The archive as an image: locked packages checked by hash, static files collected, served by granian as nobody in particular.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /srv/archive
RUN python -m venv /srv/venv
ENV PATH=/srv/venv/bin:$PATH
# The packages change seldom, the code often: a layer each.
COPY requirements.txt .
RUN --mount=type=cache,target=/root/.cache/pip \
    python -m pip install --require-hashes --only-binary :all: --requirement requirements.txt
COPY manage.py ./
COPY archive archive
COPY events events
COPY templates templates
COPY static static
COPY fixtures fixtures
# Collecting needs no secret and no database; what is made up for it here (ARCHIVE_VAR) stays in this stage.
RUN pybabel compile --domain django --directory events/locale \
    && ARCHIVE_VAR=/tmp/var ARCHIVE_STATIC=/srv/static python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q archive events

FROM python:3.11-slim-bookworm
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ARCHIVE_VAR=/var/lib/archive \
    ARCHIVE_STATIC=/srv/static \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=4 \
    GRANIAN_BACKPRESSURE=64
RUN groupadd --system --gid 10001 archive \
    && useradd --system --uid 10001 --gid archive --home-dir /var/lib/archive --shell /usr/sbin/nologin archive \
    && install --directory --owner archive --group archive --mode 0750 /var/lib/archive
COPY --from=build /srv /srv
WORKDIR /srv/archive
USER archive
VOLUME /var/lib/archive
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-m", "archive.healthcheck"]
CMD ["granian", "--interface", "wsgi", "--no-ws", "--respawn-failed-workers", "--log-level", "warning", "archive.wsgi:application"]
