#!/bin/sh
# Measures what passing through the gateway costs, beside calling the provider directly and beside a bare pass-through.
#
#   bench/run.sh            the full session, about 6 minutes; written to bench/results
#   bench/run.sh --quick    one short round, about 2 minutes; written to target/bench
#   bench/run.sh --limits   what limits cost: none, one rate, one budget, five; about 4 minutes; written to bench/results
#   bench/run.sh --jfr      one long round with the gateway under Flight Recorder: target/bench/gateway.jfr
#
# BENCH_CORES names the cores everything is pinned to (0,1); BENCH_JVM_OPTIONS replaces the gateway's JVM options.
# Needs the package (./mvnw -B -DskipTests package), Linux and wrk; `./mvnw -B verify -Pbench` packages and then runs this.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
libraries="$project/target/quarkus-app/lib/main"
cores=${BENCH_CORES:-0,1}

die() { echo "bench: $*" >&2; exit 2; }

[ "$(uname -s)" = Linux ] || die "processor time and memory are read from /proc: run it on Linux."
[ -d "$libraries" ] || die "there is no package to measure: run ./mvnw -B -DskipTests package first."
java_home=${JAVA_HOME:-}
[ -n "$java_home" ] && [ -x "$java_home/bin/javac" ] || die "JAVA_HOME names no JDK: set it, or run ./mvnw -B verify -Pbench, which finds one."
command -v taskset >/dev/null || die "taskset is missing: install util-linux."
if ! command -v wrk >/dev/null; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || die "wrk, the load generator, is missing: install it (Debian, Ubuntu: apt-get install wrk)."
  echo "bench: installing wrk, the load generator, with apt-get"
  apt-get install -y -qq wrk >/dev/null || die "wrk could not be installed: see what apt-get says above."
fi
ulimit -n "$(ulimit -Hn)"

classes="$project/target/bench/classes"
mkdir -p "$classes"
# Of the product only its libraries are used, and of those only what servers and clients are made of.
path=$classes
for jar in "$libraries"/io.netty.* "$libraries"/io.vertx.vertx-core-* "$libraries"/*.jackson-core-2* "$libraries"/*.jackson-databind-2* \
  "$libraries"/*.jackson-annotations-2* "$libraries"/*HdrHistogram* "$libraries"/*jspecify*; do
  path="$path:$jar"
done
"$java_home/bin/javac" -Xlint:all -Xlint:-classfile -Werror -proc:none -d "$classes" -cp "$path" "$project"/bench/src/io/sallyport/bench/*.java

exec taskset -c "$cores" "$java_home/bin/java" -XX:+UseSerialGC -Xms256m -Xmx512m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Dbench.project="$project" \
  ${BENCH_JVM_OPTIONS:+"-Dbench.jvm-options=$BENCH_JVM_OPTIONS"} -cp "$path" io.sallyport.bench.Bench "$@"
