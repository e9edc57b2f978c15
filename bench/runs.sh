#!/bin/sh
# Measures what durable runs cost: commits, claims, steps, watchers, recovery, deploys, families, waiting, and the same work on DBOS beside them.
#
#   bench/runs.sh                        the full session, about 10 minutes; written to bench/results
#   bench/runs.sh --quick                one short round of everything, about 4 minutes; written to target/bench
#   bench/runs.sh --only commit,claims   these parts alone, whole or with --quick; written to target/bench
#   bench/runs.sh --help                 this text
#
# Parts: commit, claims, steps, watchers, kills, deploys, families, dbos, waiting. BENCH_CORES names the cores everything is pinned to (0,1).
# Needs the package with its tests (./mvnw -B -DskipTests package) and Linux; `./mvnw -B verify -Pbench-runs` packages and then runs this.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
cores=${BENCH_CORES:-0,1}
work="$project/target/bench"
classpath="$work/runs.classpath"
dbos="$project/bench/dbos"

die() { echo "bench: $*" >&2; exit 2; }

with_dbos=yes
next_is_list=no
for argument in "$@"; do
  case $argument in
    --help | -h) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 0 ;;
    --only) next_is_list=yes ;;
    *)
      if [ "$next_is_list" = yes ]; then
        case ",$argument," in *,dbos,*) ;; *) with_dbos=no ;; esac
        next_is_list=no
      fi ;;
  esac
done

[ "$(uname -s)" = Linux ] || die "processor time and memory are read from /proc: run it on Linux."
[ -f "$project/target/quarkus-app/quarkus-run.jar" ] && [ -d "$project/target/test-classes" ] \
  || die "there is no package to measure: run ./mvnw -B -DskipTests package first."
[ -f "$project/target/test-classes/io/sallyport/bench/runs/RunsBench.class" ] \
  || die "the package is older than this harness: run ./mvnw -B -DskipTests package again."
JAVA_HOME=${JAVA_HOME:-}
[ -n "$JAVA_HOME" ] && [ -x "$JAVA_HOME/bin/javac" ] || die "JAVA_HOME names no JDK: set it, or run ./mvnw -B verify -Pbench-runs, which finds one."
export JAVA_HOME
command -v taskset >/dev/null || die "taskset is missing: install util-linux."
ulimit -n "$(ulimit -Hn)"
mkdir -p "$work"

maven() { "$project/mvnw" -B -q "$@" >"$work/runs-maven.txt" 2>&1; }

if [ ! -f "$classpath" ] || [ "$project/pom.xml" -nt "$classpath" ]; then
  plugin="org.apache.maven.plugins:maven-dependency-plugin:$(sed -n 's/.*<dependency-plugin.version>\(.*\)<.*/\1/p' "$project/pom.xml")"
  maven -f "$project/pom.xml" "$plugin:build-classpath" -DincludeScope=test -Dmdep.outputFile="$classpath" \
    || die "Maven does not tell the class path of the tests: see target/bench/runs-maven.txt."
fi
if [ "$with_dbos" = yes ]; then
  maven -f "$dbos/pom.xml" package \
    || die "DBOS, which the runs are measured beside, cannot be had: see target/bench/runs-maven.txt, or leave dbos out with --only."
fi

cd "$project"
exec taskset -c "$cores" "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xms256m -Xmx1g --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  -cp "$project/target/test-classes:$project/target/classes:$(cat "$classpath")" io.sallyport.bench.runs.RunsBench "$@"
