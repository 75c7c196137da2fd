#!/bin/sh
# Stops the sync that start_sync.sh started in the same working folder; the present cycle ends.
set -eu
exec "${CATCHMENT:-/opt/catchment/catchment}" sync stop "$@"
