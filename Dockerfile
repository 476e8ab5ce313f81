# Another name for the same image, such as a mirror's, can be given.
ARG BASE=node:24-slim
FROM $BASE AS manifest
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM manifest AS build
RUN npm ci
COPY tsconfig.json rolldown.config.mjs ./
COPY src src
RUN node_modules/.bin/rolldown -c rolldown.config.mjs

FROM manifest AS dependencies
RUN npm ci --omit=dev

FROM $BASE AS program
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=dependencies /app/node_modules node_modules
COPY sql sql
COPY --from=build /app/dist dist

# Node names the cache by its version, the processor and the user: filled by the user and at the path that it is used with.
FROM program AS warm
COPY dev/image/warm.mjs dev/image/warm.mjs
RUN mkdir -m 777 dist/.compile-cache
USER node
RUN node --max-semi-space-size=4 --v8-pool-size=1 dev/image/warm.mjs

FROM program
# Root's own like the rest of /app: the job can read its program and not change it.
COPY --from=warm --chown=0:0 /app/dist/.compile-cache dist/.compile-cache
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title=bitcram-inventory-sync
LABEL org.opencontainers.image.licenses=MIT
LABEL org.opencontainers.image.version=$VERSION
LABEL org.opencontainers.image.revision=$REVISION
USER node
# The start command of package.json. A signal must reach the job itself, so no shell or npm stands before it.
ENTRYPOINT ["node", "--max-semi-space-size=4", "--v8-pool-size=1", "dist/main.js"]
CMD ["sync"]
