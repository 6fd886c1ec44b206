#!/bin/sh
# Runs a class with what bin/tidewatch gives its JVM, one core for everyone.
set -eu
. src/main/dist/lib/jvm.sh
exec "$JAVA_HOME/bin/java" "$@"
