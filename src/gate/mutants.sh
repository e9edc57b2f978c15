#!/usr/bin/env bash
# Takes out, one at a time, what keeps runs exact, in copies of the compiled classes, and requires that tests notice each time.
#
#   src/gate/mutants.sh                  all of them
#   src/gate/mutants.sh fence claim      those whose name contains one of the words
#   src/gate/mutants.sh --list           what is taken out, and where
#
# A line is: name | file | what perl does to it | tests that have to turn red. A statement's parameter stays where it is ("OR true"), so that
# what is missed is the condition and not the parameter. Nothing in the working tree is changed. Exit 0: every mutant was noticed; 1: one was
# not; 2: it could not be tried, because a pattern finds nothing, a mutant does not compile, or the tests are red without any mutant.
set -euo pipefail
cd "$(dirname "$0")/../.."

STORE=io.sallyport.checkpoint.pg.PgCheckpointsTest
INBOX=io.sallyport.run.machine.InboxTest
KEYS=io.sallyport.tool.ToolKeysTest
MACHINE=io.sallyport.run.machine.MachineTest
TAKE_OVER=io.sallyport.run.driver.TakeOverTest
WAITS=io.sallyport.run.driver.StopsAndWaitsTest
CLOCKS=io.sallyport.run.driver.ClocksTest
DOOR=io.sallyport.tool.door.DirectCallsTest
DIRECT_LEDGER=io.sallyport.tool.pg.PgDirectLedgerTest
CHILDREN=io.sallyport.run.driver.ChildRunsTest
LENDING=io.sallyport.run.driver.LendingTest
POSTMAN=io.sallyport.run.driver.PostmanTest
STOPS=io.sallyport.run.driver.StopsInRunsTest
APPROVALS=io.sallyport.run.ApprovalsTest

mutants() {
    local pg=src/main/java/io/sallyport/checkpoint/pg driver=src/main/java/io/sallyport/run/driver
    local tables=src/main/resources/db/migration/V2_1__runs.sql run=src/main/java/io/sallyport/run
    cat <<TABLE
fence, commit | $pg/CommitSql.java | s/lease_epoch = :epoch::bigint/(lease_epoch = :epoch::bigint OR true)/ | $STORE
fence, renewal | $pg/Leases.java | s/(RENEW.*?)run.lease_epoch = held.epoch/\$1(run.lease_epoch = held.epoch OR true)/s | $STORE
fence, release | $pg/Leases.java | s/(RELEASE.*?)run.lease_epoch = held.epoch/\$1(run.lease_epoch = held.epoch OR true)/s | $STORE
expected seq | $pg/CommitSql.java | s/next_seq = :expected::bigint/(next_seq = :expected::bigint OR true)/ | $STORE
no commit after the end | $pg/CommitSql.java | s/AND status = 'RUNNING'/AND (status = 'RUNNING' OR true)/ | $STORE
epoch of a claim | $pg/Claiming.java | s/lease_epoch = lease_epoch \\+ 1/lease_epoch = lease_epoch/ | $STORE
signal counter, commit | $pg/CommitSql.java | s/signals = :seen::bigint\\)/signals = :seen::bigint OR true)/ | $STORE
signal counter, signal | $pg/Inbox.java | s/status = CASE WHEN status = 'RUNNING' THEN status ELSE 'QUEUED' END/status = status/ | $STORE
unique index | $tables | s/CREATE UNIQUE INDEX tool_call_key/CREATE INDEX tool_call_key/ | $STORE
key stays | $pg/CommitSql.java | s/key = coalesce\\(t.key, EXCLUDED.key\\)/key = EXCLUDED.key/ | $STORE
key, same for every attempt | src/main/java/io/sallyport/tool/ToolKeys.java | s/\\.number\\(place\\.step\\(\\)\\)/.number(System.nanoTime())/ | $KEYS
key, another for another call | src/main/java/io/sallyport/tool/ToolKeys.java | s/\\.number\\(place\\.ordinal\\(\\)\\)// | $KEYS
argument hash, ledger | $pg/CommitSql.java | s/CASE WHEN t.args_hash = EXCLUDED.args_hash THEN t.args_hash END/t.args_hash/ | $STORE
argument hash, decision | $pg/Inbox.java | s/(DECIDE.*?)AND args_hash = :args_hash::bytea/\$1AND (args_hash = :args_hash::bytea OR true)/s | $STORE
argument hash, machine | src/main/java/io/sallyport/run/machine/Inbox.java | s/\\.filter\\(call -> call\\.argsHash\\(\\).*?asText\\(\\)\\)\\)//s | $INBOX
one decision | $pg/Inbox.java | s/AND state = 'PENDING'/AND (state = 'PENDING' OR true)/ | $STORE
approval, in time | $pg/Inbox.java | s/AND expires_at > now\\(\\)/AND (expires_at > now() OR true)/ | $STORE
approval, of its own run | $pg/Inbox.java | s/approval.id = :approval AND run = open.id/approval.id = :approval AND (run = open.id OR true)/ | $STORE
approval, ends with its run | $pg/CommitSql.java | s/\\(:ending = 'END' OR a.call = ANY/(a.call = ANY/ | $STORE
approval, used once | $run/machine/Inbox.java | s/\\.filter\\(call -> call\\.state\\(\\) == in\\)// | $INBOX
approval, not by the agent itself | $run/Approvals.java | s/who\\.client\\(\\)\\.equals\\(own\\)/false/ | $APPROVALS
doubt after a lost owner | src/main/java/io/sallyport/run/machine/CallView.java | s/doubt \\|\\| state == CallState.INTENT/doubt/ | $MACHINE
TABLE
    [ ! -f $pg/KinSql.java ] || cat <<TABLE
child, fence | $pg/KinSql.java | s{(CHILD = """)(.*?)(""")}{my (\$a, \$b, \$c) = (\$1, \$2, \$3); \$b =~ s/FROM fence f\\b/FROM (SELECT * FROM run WHERE id = :run::text) f/g; \$b =~ s/FROM fence\\b/FROM (SELECT 1 FROM run WHERE id = :run::text) f/g; \$a.\$b.\$c}se | $STORE
child, one for a call | src/main/resources/db/migration/V4_2__children.sql | s/CREATE UNIQUE INDEX run_parent_call/CREATE INDEX run_parent_call/ | $STORE
child, in the intent's commit | $driver/ChildStep.java | s/\\s*\\.with\\(new NewChild\\(run\\.continuing\\(from\\.traceparent\\(\\)\\), id\\)\\)// | $CHILDREN
mail, for the parent | $pg/KinSql.java | s/WHERE f\\.parent_call IS NOT NULL/WHERE false/ | $STORE
mail, for the children | $pg/KinSql.java | s/WHERE c\\.parent_call IS NOT NULL/WHERE false/ | $STORE
mail, for nobody who has ended | $pg/KinSql.java | s/AND c\\.status NOT IN \\(\\{terminal\\}\\)// | $STORE
mail, carried once | $pg/Mailbags.java | s/DELETE FROM (run_mail WHERE .*?)\\s+RETURNING (run, kind, call, sender, data)/SELECT \$2 FROM \$1/s | $STORE
mail, not to who has ended | $pg/Mailbags.java | s/ AND status NOT IN \\(\\{terminal\\}\\)// | $STORE
mail, left lying | $driver/Postman.java | s/lateMail\\(LATE, MOST\\)/lateMail(LATE, 0)/ | $POSTMAN
loan, given back | $run/machine/Family.java | s/moved\\(loan, -1, use\\)/moved(loan, 0, use)/ | $CHILDREN
loan, held | $run/machine/Family.java | s/moved\\(loan, 1,/moved(loan, 0,/ | $CHILDREN
loan, what was used | $run/machine/Family.java | s/tokens \\+ use\\.tokens\\(\\)/tokens/ | $CHILDREN
loan, of what is left | $driver/Lending.java | s/ - family\\.lentTokens\\(\\)// | $LENDING
loan, no more than lent | $driver/Lending.java | s/OptionalLong\\.of\\(Math\\.min\\(loan\\.tokens\\(\\), own\\.tokens\\(\\)\\.orElse\\(Long\\.MAX_VALUE\\)\\)\\)/own.tokens()/ | $LENDING
TABLE
    [ ! -f $driver/MetStop.java ] || cat <<TABLE
stop, tools | $driver/CallRules.java | s/return stops\\.overTool\\(tool\\.name\\(\\)\\)/return Optional.<Stop>empty()/ | $STOPS
stop, agents that are asked | $driver/CallRules.java | s/flatMap\\(stops::overAgent\\)/flatMap(agent -> Optional.<Stop>empty())/ | $CHILDREN
stop, runs | $driver/CallRules.java | s/stops\\.board\\(\\)\\.isEmpty\\(\\)/true/ | $STOPS
stop, holds when it was met | $driver/MetStop.java | s/met\\.isEmpty\\(\\) && task\\.ready\\(\\)/task.ready()/ | $STOPS
stop, runs that sleep | $driver/StoppedSleepers.java | s/if \\(!isAnyRunConcerned\\(\\)\\)/if (stops != null)/ | $STOPS
TABLE
    [ ! -f $driver/ToolStep.java ] || cat <<TABLE
intent row | $driver/ToolStep.java | s/task\\.submit\\(\\s*\\(\\) -> \\{\\s*\\/\\/ Counted.*?\\}\\s*\\}\\);/intendedAt = System.nanoTime(); send(key);/s | $TAKE_OVER
key of the first attempt | $driver/ToolStep.java | s/view\\(\\)\\.key\\(\\)\\.orElseGet\\(this::key\\)/(key() + attempt)/ | $TAKE_OVER
argument hash, driver | src/main/java/io/sallyport/run/machine/Inbox.java | s/\\.filter\\(call -> call\\.argsHash\\(\\).*?asText\\(\\)\\)\\)//s | $WAITS
database's time, deadlines | $driver/ToolSteps.java | s/task\\.databaseClock\\(\\)\\.now\\(\\)/services.clock().instant()/g | $CLOCKS
database's time, waits | $driver/HeardSignals.java | s/Inbox\\.expired\\(after, task\\.databaseClock\\(\\)\\.now/Inbox.expired(after, task.services().clock().instant/ | $CLOCKS
TABLE
    [ ! -f src/main/java/io/sallyport/tool/door/OneCall.java ] || cat <<TABLE
argument hash, door | src/main/java/io/sallyport/tool/door/OneCall.java | s/entry\\.argumentsHash\\(\\)\\.equals\\(call\\.argumentsHash\\(\\)\\)/(call != null)/ | $DOOR
epoch, direct calls | src/main/java/io/sallyport/tool/pg/LedgerSql.java | s/(SETTLE.*?)epoch = \\\$2/\$1(epoch = \\\$2 OR true)/s | $DIRECT_LEDGER
unique index, direct calls | $tables | s/CREATE UNIQUE INDEX tool_call_key/CREATE INDEX tool_call_key/ | $DIRECT_LEDGER
TABLE
}

wanted() {
    local word
    [ $# -gt 1 ] || return 0
    for word in "${@:2}"; do case "$1" in *"$word"*) return 0 ;; esac; done
    return 1
}

trimmed() { local text=${1#"${1%%[![:space:]]*}"}; printf '%s' "${text%"${text##*[![:space:]]}"}"; }

if [ "${1:-}" = --list ]; then mutants | cut -d'|' -f1,2; exit 0; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "Compiling ..."
./mvnw -q -B -DskipTests -Djacoco.skip test-compile >"$work/build.log" 2>&1 || { tail -30 "$work/build.log"; exit 2; }
./mvnw -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile="$work/cp" >>"$work/build.log" 2>&1 \
    && ./mvnw -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -DoutputDirectory="$work/lib" \
        -Dartifact=org.junit.platform:junit-platform-console-standalone:6.0.3 >>"$work/build.log" 2>&1 \
    || { tail -30 "$work/build.log"; exit 2; }
java=$(./mvnw -v 2>/dev/null | sed -n 's/.*runtime: //p')/bin
[ -x "$java/javac" ] || java=$(dirname "$(readlink -f "$(command -v javac)")")
jars=$(cat "$work/cp"):$(echo "$work"/lib/*.jar)

fresh() { rm -rf "$work/classes"; cp -a target/classes "$work/classes"; }

tests() { # log class...
    local log=$1 select=() class; shift
    for class in "$@"; do select+=(--select-class "$class"); done
    timeout 300 "$java/java" -ea -Djava.util.logging.manager=org.jboss.logmanager.LogManager --enable-native-access=ALL-UNNAMED \
        -cp "$work/classes:target/test-classes:$jars" org.junit.platform.console.ConsoleLauncher execute --disable-banner \
        --disable-ansi-colors --fail-if-no-tests --details=tree --exclude-tag=slow --include-classname '.*' "${select[@]}" >"$log" 2>&1
}

chosen=()
while IFS= read -r line; do
    if wanted "$(trimmed "${line%%|*}")" "$@"; then chosen+=("$line"); fi
done < <(mutants)
[ ${#chosen[@]} -gt 0 ] || { echo "no such mutant"; exit 2; }
mapfile -t classes < <(printf '%s\n' "${chosen[@]}" | sed 's/.*| *//' | tr ' ' '\n' | sort -u)
fresh
tests "$work/none.log" "${classes[@]}" || { tail -60 "$work/none.log"; echo "The tests are red without any mutant."; exit 2; }
printf '%-32s green (%s)\n' "(nothing taken out)" "$(sed -n 's/.*\[ *\([0-9]*\) tests successful.*/\1 tests/p' "$work/none.log")"

survivors=0 untried=0
for line in "${chosen[@]}"; do
    name=$(trimmed "${line%%|*}") rest=${line#*|}
    file=$(trimmed "${rest%%|*}") rest=${rest#*|}
    class=$(trimmed "${rest##*|}") change=$(trimmed "${rest%|*}")
    fresh
    mkdir -p "$work/src"; mutated=$work/src/$(basename "$file")
    perl -0pe "$change" "$file" >"$mutated"
    if cmp -s "$file" "$mutated"; then printf '%-32s the pattern finds nothing in %s\n' "$name" "$file"; untried=$((untried + 1)); continue; fi
    case $file in
        *.java) # With its neighbours: a statement that is a constant is in the classes of those who send it.
            "$java/javac" -nowarn -proc:none -parameters -d "$work/classes" -cp "$work/classes:$jars" "$mutated" \
                $(find "${file%/*}" -maxdepth 1 -name '*.java' ! -name "${file##*/}") >"$work/javac.log" 2>&1 \
            || { printf '%-32s does not compile\n' "$name"; cat "$work/javac.log"; untried=$((untried + 1)); continue; } ;;
        *) cp "$mutated" "$work/classes/${file#src/main/resources/}" ;;
    esac
    rc=0; tests "$work/tests.log" "$class" || rc=$?
    failed=$(sed -n 's/.*\[ *\([0-9]*\) tests failed.*/\1/p' "$work/tests.log")
    found=$(sed -n 's/.*\[ *\([0-9]*\) tests started.*/\1/p' "$work/tests.log")
    first=$(sed -n '/^Failures/,$p' "$work/tests.log" | sed -n 's/.*JUnit Jupiter:[^:]*:\([a-z_0-9]*\).*/\1/p' | head -1)
    case $rc in
        0) printf '%-32s SURVIVES %s\n' "$name" "${class##*.}"; survivors=$((survivors + 1)) ;;
        1) printf '%-32s noticed: %s of %s, first %s\n' "$name" "$failed" "$found" "$first" ;;
        124) printf '%-32s noticed: %s does not end\n' "$name" "${class##*.}" ;;
        *) printf '%-32s could not be tried\n' "$name"; tail -20 "$work/tests.log"; untried=$((untried + 1)) ;;
    esac
done
echo "$((${#chosen[@]} - survivors - untried)) of ${#chosen[@]} were noticed"
[ $untried -eq 0 ] || exit 2
[ $survivors -eq 0 ]
