#!/usr/bin/env bash
# Makes a PostgreSQL server (14 or newer) ready for the telemetry database: access from the instrument's network, the service, the
# tablespace, the roles xsup and xtelem, the database. One run is enough; a further run changes nothing that is right already.
#   configure_postgresql.sh [options]
#     --network CIDR       who may log in over TCP with a password (192.168.0.0/16)
#     --tablespace DIR     folder of the tablespace data_array (/data/postgres); --tablespace '' uses the server's own
#     --database NAME      the database (xtelem)
#     --secret FILE        the password of the role xtelem (/opt/MagAOX/secrets/xtelemdb_password); made when missing
#     --owner USER[:GROUP] who may read a secret that is made (who called sudo)
#     --socket DIR, --port N   the server, where it is not the machine's usual one
#     --superuser NAME     the account and role that owns the server (postgres)
#     --no-service         leaves systemd alone: for a server that is started in another way
set -euo pipefail

network=192.168.0.0/16 tablespace=/data/postgres database=xtelem secret=/opt/MagAOX/secrets/xtelemdb_password
superuser=postgres service=yes owner=${SUDO_USER:-}
server=()
while [ $# -gt 0 ]; do
    case "$1" in
        --network) network=${2:?} && shift 2 ;;
        --tablespace) tablespace=${2?} && tablespace=${tablespace:+$(realpath -m "$tablespace")} && shift 2 ;;
        --database) database=${2:?} && shift 2 ;;
        --secret) secret=$(realpath -m "${2:?}") && shift 2 ;;
        --owner) owner=${2:?} && shift 2 ;;
        --socket) server+=(-h "${2:?}") && shift 2 ;;
        --port) server+=(-p "${2:?}") && shift 2 ;;
        --superuser) superuser=${2:?} && shift 2 ;;
        --no-service) service= && shift ;;
        *)
            sed -n '2,13s/^# \{0,1\}//p' "$0" >&2
            exit 2
            ;;
    esac
done

as_superuser() {
    if [ "$(id -un)" = "$superuser" ]; then
        "$@"
    elif [ "$(id -u)" = 0 ]; then
        runuser -u "$superuser" -- "$@"
    else
        sudo -u "$superuser" -- "$@"
    fi
}

ask() { as_superuser psql "${server[@]}" -XAtq -v ON_ERROR_STOP=1 -d postgres "$@"; }

cd "$(dirname "$0")"
./configure_postgresql_pass.sh --secret "$secret" ${owner:+--owner "$owner"}
if [ -n "$service" ] && [ -d /run/systemd/system ]; then
    systemctl enable --now postgresql.service
fi

version=$(ask -c 'SHOW server_version_num')
if [ "$version" -lt 140000 ]; then
    echo "error: PostgreSQL 14 or newer is wanted, this server is $(ask -c 'SHOW server_version')" >&2
    exit 1
fi

# Who may log in. The server reads the rules in order, and this one is behind those that are there.
hba=$(ask -c 'SHOW hba_file')
rule="host    all             all             $network            scram-sha-256"
if as_superuser grep -qxF "$rule" "$hba"; then
    echo "$hba lets $network in already"
else
    printf '\n# The instrument network\n%s\n' "$rule" | as_superuser tee -a "$hba" >/dev/null
    echo "$hba lets $network in now"
fi
ask -c 'SELECT pg_reload_conf()' >/dev/null

wrong=$(ask -c 'SELECT line_number, error FROM pg_hba_file_rules WHERE error IS NOT NULL')
if [ -n "$wrong" ]; then
    echo "error: $hba has lines that the server does not understand: $wrong" >&2
    exit 1
fi

if [ "$(ask -c 'SHOW listen_addresses')" != '*' ]; then
    ask -c "ALTER SYSTEM SET listen_addresses = '*'"
    if [ -n "$service" ] && [ -d /run/systemd/system ]; then
        systemctl restart postgresql.service
    else
        echo "Restart the server, so that it listens on all addresses."
    fi
fi

name=
if [ -n "$tablespace" ]; then
    name=data_array
    if [ -z "$(ask -c "SELECT 1 FROM pg_tablespace WHERE spcname = '$name'")" ]; then
        mkdir -p "$tablespace"
        [ "$(id -u)" != 0 ] || chown "$superuser" "$tablespace"
        chmod 0700 "$tablespace"
        if command -v selinuxenabled >/dev/null && selinuxenabled; then
            semanage fcontext -a -t postgresql_db_t "$tablespace(/.*)?"
            restorecon -R "$tablespace"
        fi
        ask -v place="$tablespace" <<<"CREATE TABLESPACE $name LOCATION :'place'"
        echo "made the tablespace $name in $tablespace"
    fi
fi

# The password goes through standard input: every user of the machine can read the words of a command. White space at both ends
# does not belong to it; psql wants its quotes doubled and its backslashes too.
password=$(<"$secret")
password=${password#"${password%%[![:space:]]*}"}
password=${password%"${password##*[![:space:]]}"}
password=${password//\\/\\\\}
password=${password//\'/\'\'}
{
    printf "\\\\set password '%s'\n" "$password"
    cat setup_users.sql
} | ask -v database="$database" -v tablespace="$name"
echo "The database $database is ready. Make its tables with: xtelemdb setup"
