#!/usr/bin/env bash
# Makes the secret that the telemetry processes of this machine log in with. A secret that is there stays: copy the same file to
# every machine that writes into the database.
#   configure_postgresql_pass.sh [--secret FILE] [--owner USER[:GROUP]]
set -euo pipefail

secret=/opt/MagAOX/secrets/xtelemdb_password
owner=
while [ $# -gt 0 ]; do
    case "$1" in
        --secret) secret=${2:?--secret wants a file} && shift 2 ;;
        --owner) owner=${2:?--owner wants USER or USER:GROUP} && shift 2 ;;
        *)
            sed -n '2,4s/^# \{0,1\}//p' "$0" >&2
            exit 2
            ;;
    esac
done

if [ -e "$secret" ]; then
    echo "$secret is there, and stays as it is"
    exit 0
fi

mkdir -p "$(dirname "$secret")"
# Whole or not at all, and readable by nobody else at any moment.
umask 077
new=$(mktemp "$secret.XXXXXX")
trap 'rm -f "$new"' EXIT
od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$new"
chmod 0400 "$new"
[ -z "$owner" ] || chown "$owner" "$new"
ln "$new" "$secret"
echo "made $secret"
