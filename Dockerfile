# The monthly run as an image: what it does, and how it is scheduled, stands in docs/operations.md.
# Nothing is written but the volumes: packages to /evidence, files people hand over to /received (ipe receive),
# temporary files and demo books to /var/tmp/soxauto. Works with a read-only root file system:
#   docker run --read-only --tmpfs /tmp -v evidence:/evidence -v received:/received -v work:/var/tmp/soxauto \
#     -v $PWD/soxauto.config.json:/app/soxauto.config.json:ro IMAGE
# The command below keeps packages in the folder /evidence. Where the configuration names a bucket, give a command without
# --out (run --all --period previous): --out takes the bucket's place.
# Without that file the demo books are used, which need one of their own periods: run --all --period 2025-09.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
COPY catalog ./catalog
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production \
    SOXAUTO_WORK=/var/tmp/soxauto \
    SOXAUTO_RECEIVED=/received \
    SOXAUTO_LOGS=json
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/dist ./dist
RUN mkdir -p /evidence /received /var/tmp/soxauto && chown node:node /evidence /received /var/tmp/soxauto
USER node
VOLUME ["/evidence", "/received", "/var/tmp/soxauto"]
HEALTHCHECK --interval=5m --timeout=30s --start-period=10s CMD ["node", "dist/src/cli/ipe.js", "doctor"]
ENTRYPOINT ["node", "dist/src/cli/ipe.js"]
CMD ["run", "--all", "--period", "previous", "--out", "/evidence"]
