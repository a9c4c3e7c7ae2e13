# A small image that runs as nobody: the wheel, its pinned packages, and no compiler. Build: docker build -t causerie .
# Name the configuration by CAUSERIE_CONFIG, not by --config: the health check reads it too.

FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements/build.txt requirements/node.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/build.txt -r requirements/node.txt
COPY . .
RUN pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 CAUSERIE_CONFIG=/etc/causerie/causerie.yaml
RUN groupadd --gid 10001 causerie \
    && useradd --uid 10001 --gid 10001 --home-dir /var/lib/causerie --no-create-home --shell /usr/sbin/nologin causerie \
    && install --directory --owner 10001 --group 10001 --mode 700 /var/lib/causerie
# The packages are a layer of their own: a new version of ours brings only the last two. Copied and not mounted: older
# builders keep the layer of a RUN whose mount has changed, and would install the version before.
COPY requirements/base.txt /usr/share/causerie/
RUN pip install --no-cache-dir --require-hashes -r /usr/share/causerie/base.txt
COPY --from=build /wheels /usr/share/causerie/
RUN pip install --no-cache-dir --no-deps /usr/share/causerie/causerie-*.whl
USER 10001
WORKDIR /var/lib/causerie
VOLUME /var/lib/causerie
EXPOSE 8080
STOPSIGNAL SIGTERM
# Everything but the volume may be read-only; a stop takes at most 20 seconds
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["causerie", "health"]
ENTRYPOINT ["causerie"]
CMD ["serve"]
