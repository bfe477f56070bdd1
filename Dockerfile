# Any two images with apt will do: BUILD_IMAGE brings a whole JDK 25, RUNTIME_IMAGE no Java at all.
# Both need the same C library.
ARG BUILD_IMAGE=eclipse-temurin:25-jdk
ARG RUNTIME_IMAGE=debian:12-slim


FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src/main src/main
# The local repository outlives a changed pom or source in the builder's cache.
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -Dmaven.test.skip=true package
RUN java -Djarmode=tools -jar target/forkyard.jar extract --layers --destination layers


# One Java for the service and its children. Jobs are other people's programs, so all of Java SE is
# there, the compiler for jobs that come as source, and jcmd for whoever has to look inside.
FROM ${BUILD_IMAGE} AS java
RUN jlink --output /opt/jre --no-man-pages --no-header-files --generate-cds-archive \
    --add-modules java.se,jdk.accessibility,jdk.charsets,jdk.compiler,jdk.crypto.cryptoki \
    --add-modules jdk.dynalink,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.localedata \
    --add-modules jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.nio.mapmode \
    --add-modules jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.xml.dom,jdk.zipfs


FROM ${RUNTIME_IMAGE}
# Debian's own util-linux has the setsid and setpriv that children are started through. What a job
# leaves behind becomes a child of process 1, and tini buries it.
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl tini util-linux \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 forkyard \
    && useradd --uid 10001 --gid forkyard --no-create-home --home-dir /data forkyard \
    && install -d -o forkyard -g forkyard -m 750 /data
COPY --from=java /opt/jre /opt/jre
ENV PATH=/opt/jre/bin:$PATH LANG=C.UTF-8

WORKDIR /opt/forkyard
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY deploy/jvm.options deploy/train.sh ./
# The cache holds for this Java and these jars, at this place and of this time, and for a heap that
# is addressed in 32 bits; so it is made here, by a service that is called for a minute. The second
# start fails the build if the cache is not accepted, which a container would only log.
RUN set -eu; \
    user() { setpriv --reuid forkyard --regid forkyard --clear-groups "$@"; }; \
    install -d -o forkyard -g forkyard /tmp/cache; \
    user sh train.sh 8080 /tmp/cache/forkyard.aot java @jvm.options -Xmx1g -jar forkyard.jar; \
    install -m 644 /tmp/cache/forkyard.aot forkyard.aot; \
    user java @jvm.options -Xmx1g -XX:AOTMode=on -XX:AOTCache=forkyard.aot \
        -Dspring.context.exit=onRefresh -jar forkyard.jar --forkyard.data-dir=/tmp/training; \
    rm -rf train.sh /tmp/* /var/tmp/*

USER 10001:10001
# Reachable from outside the container, the service does not start without a token: give it as
# FORKYARD_SECURITY_TOKEN, or mount a file of tokens and name it in FORKYARD_SECURITY_TOKEN_FILE.
# Callers that use a name of the container have it in FORKYARD_SECURITY_ALLOWED_HOSTS. What else the
# JVM needs to know goes to JDK_JAVA_OPTIONS.
ENV SERVER_ADDRESS=0.0.0.0 \
    SERVER_PORT=8080 \
    FORKYARD_DATA_DIR=/data \
    JDK_JAVA_OPTIONS=-Xmx1g
# What its children start with, the service makes there at its first start.
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["sh", "-c", "exec curl -fsS -o /dev/null localhost:$SERVER_PORT/actuator/health/liveness"]
ENTRYPOINT ["tini", "--", "java", "@/opt/forkyard/jvm.options", \
    "-XX:AOTCache=/opt/forkyard/forkyard.aot", \
    "-jar", "/opt/forkyard/forkyard.jar"]
