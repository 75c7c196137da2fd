#!/bin/sh
# Starts the sync in the background, in the place of the original's script of this name; it logs to logs/dataservice-sync.log below the
# working folder. Options are those of sync_runner. CATCHMENT names the program where it is not
# /opt/catchment/catchment, this checkout's, or the package's.
set -eu
program=${CATCHMENT:-}
for place in /opt/catchment "$(dirname -- "$(readlink -f -- "$0")")/../.." /usr/bin; do
    if [ -z "$program" ] && [ -f "$place/catchment" ]; then program=$place/catchment; fi
done
exec "${program:-catchment}" sync start "$@"
