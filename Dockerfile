# Two stages: pip stays in the first, the second has only what runs.
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
COPY requirements.lock .
# Wheels only: nothing is compiled, and every file must match its hash in the lock.
RUN python -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r requirements.lock

FROM python:${PYTHON}-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin bot \
    && install -d -o bot -g bot /app/var
WORKDIR /app
COPY --from=build /venv /venv
COPY bot bot
COPY cogs cogs
COPY data data
RUN python -m compileall -q bot cogs
USER bot
# The SQLite file of the default DATABASE_URL. Settings, the token too, come from the environment.
VOLUME /app/var
CMD ["python", "-m", "bot", "run"]
