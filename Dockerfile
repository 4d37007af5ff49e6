# Two stages: the first installs; the second has only what runs.
ARG PYTHON=3.13
ARG DEBIAN=trixie

FROM python:${PYTHON}-slim-${DEBIAN} AS build
WORKDIR /build
COPY requirements.lock .
# Wheels only: nothing is compiled, and every file must match its hash in the lock.
RUN python -m venv --without-pip /venv \
    && python -m pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r requirements.lock

FROM python:${PYTHON}-slim-${DEBIAN}
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="Little Giant" \
      org.opencontainers.image.description="A Discord bot about Shanghai's measures for smaller firms, in English and Chinese" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
# The base image has pip; nothing more is installed here.
RUN python -m pip uninstall --yes --root-user-action=ignore pip \
    && rm -rf /usr/local/lib/python3*/ensurepip \
    && useradd --uid 10001 --user-group --no-log-init --no-create-home --shell /usr/sbin/nologin bot \
    && install -d -o bot -g bot -m 700 /app/var
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /app
COPY --from=build /venv /venv
# /about reads the version from pyproject.toml.
COPY LICENSE pyproject.toml ./
COPY bot bot
COPY cogs cogs
COPY data data
# Also compiles the texts: a start with a read-only root could not store them.
RUN python -m compileall -q bot cogs \
    && python -c "from bot.i18n.translator import read_traditional as t, read_translators as r; t(), r()"
# A number, so that an orchestrator can check that it is not root.
USER 10001
# The default SQLite file, the search index and the pictures. Apart from /tmp, the bot writes nothing
# else: the root may be read-only.
VOLUME /app/var
EXPOSE 8080
# Without proxies, since this asks the container itself. With port 0 there is nothing to ask.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-I", "-c", "import os, urllib.request as u; port = int(os.environ.get('HEALTH_PORT') or 8080); port and u.build_opener(u.ProxyHandler({})).open(f'http://127.0.0.1:{port}/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
# Settings, including the token, come from the environment.
CMD ["python", "-m", "bot", "run"]
