#!/bin/sh
# Stops the sync that start_sync.sh started in the same working folder; the present cycle ends.
set -eu
program=${CATCHMENT:-}
for place in /opt/catchment "$(dirname -- "$(readlink -f -- "$0")")/../.." /usr/bin; do
    if [ -z "$program" ] && [ -f "$place/catchment" ]; then program=$place/catchment; fi
done
exec "${program:-catchment}" sync stop "$@"
