#!/bin/sh
# Starts the sync in the background, in the place of the original's script of this name; it logs to logs/dataservice-sync.log below the
# working folder. Options are those of sync_runner. CATCHMENT names the program where it is not /opt/catchment/catchment.
set -eu
exec "${CATCHMENT:-/opt/catchment/catchment}" sync start "$@"
