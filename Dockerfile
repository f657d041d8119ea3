# One image for the four processes of docker-compose.yml; each says which one it runs.
FROM node:22.23.3-bookworm-slim AS build
WORKDIR /plumbline
# The ONNX runtime would fetch GPU libraries from elsewhere; the CPU ones are in its package.
ENV ONNXRUNTIME_NODE_INSTALL=skip NEXT_TELEMETRY_DISABLED=1 TURBO_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1
COPY . .
RUN npm ci --no-audit --no-fund && npm run build && npm prune --omit=dev --no-audit --no-fund && rm -rf .turbo node_modules/.cache apps/dashboard/.next/cache

FROM node:22.23.3-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PLUMBLINE_HOME=/var/lib/plumbline
# procps: a worker's processes are looked after by their parents, and people look at them with ps.
RUN apt-get update && apt-get install -y --no-install-recommends procps && rm -rf /var/lib/apt/lists/* && mkdir -p /var/lib/plumbline && chown node:node /var/lib/plumbline
WORKDIR /plumbline
COPY --from=build --chown=root:root /plumbline ./
USER node
CMD ["node", "--disable-warning=ExperimentalWarning", "apps/api/dist/server.js"]
