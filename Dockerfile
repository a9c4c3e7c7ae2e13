# syntax=docker/dockerfile:1
# A small image that runs as nobody: the wheel, its pinned packages, and no compiler. Build: docker build -t causerie .

FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements/build.txt requirements/node.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/build.txt -r requirements/node.txt
COPY . .
RUN pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 CAUSERIE_CONFIG=/etc/causerie/causerie.yaml
COPY requirements/base.txt /tmp/
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --require-hashes -r /tmp/base.txt \
    && pip install --no-cache-dir --no-deps /wheels/causerie-*.whl \
    && rm /tmp/base.txt \
    && useradd --system --uid 10001 --home-dir /var/lib/causerie --create-home causerie
USER 10001
WORKDIR /var/lib/causerie
VOLUME /var/lib/causerie
EXPOSE 8080
STOPSIGNAL SIGTERM
# Everything but the volume may be read-only; a stop takes at most 20 seconds
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["causerie", "health"]
ENTRYPOINT ["causerie"]
CMD ["serve"]
