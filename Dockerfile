# The simulator of the Numbers API: `docker build --tag numbers-simulator .`
FROM rust:1.95-alpine AS build
# What the C libraries in the binary are compiled with.
RUN apk add --no-cache build-base cmake linux-headers perl
WORKDIR /source
COPY . .
RUN cargo build --locked --release --package numbers-cli && cp target/release/numbers /numbers

FROM scratch
COPY --from=build /numbers /numbers
# For webhook events over https.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY LICENSE-APACHE LICENSE-MIT /
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=2s --start-interval=1s \
  CMD ["/numbers", "simulate", "--probe"]
ENTRYPOINT ["/numbers", "simulate", "--listen", "0.0.0.0:8080", "--beyond-loopback"]
