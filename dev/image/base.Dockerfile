# Stands for the Node image of the Dockerfile where no image registry can be reached; base.ts makes the folder that it copies.
FROM scratch
COPY . /
ENV PATH=/usr/local/bin:/usr/bin:/bin
ARG REGISTRY
ARG CERTIFICATES
ENV npm_config_registry=$REGISTRY
ENV NODE_EXTRA_CA_CERTS=$CERTIFICATES
RUN chmod 1777 /tmp && echo root:x:0:0::/root:/bin/sh > /etc/passwd && echo node:x:1000:1000::/tmp:/bin/sh >> /etc/passwd
