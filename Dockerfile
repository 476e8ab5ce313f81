FROM node:24-slim AS manifest
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM manifest AS build
RUN npm ci
COPY tsconfig.json rolldown.config.mjs ./
COPY src src
RUN node_modules/.bin/rolldown -c rolldown.config.mjs

FROM manifest AS dependencies
RUN npm ci --omit=dev

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=dependencies /app/node_modules node_modules
COPY sql sql
COPY --from=build /app/dist dist
USER node
# The start command of package.json. A signal must reach the job itself, so no shell or npm stands before it.
ENTRYPOINT ["node", "--max-semi-space-size=4", "dist/main.js"]
CMD ["sync"]
