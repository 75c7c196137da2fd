#!/usr/bin/env bash
# Brings the program as it is now to the computers on which a service runs, restarts the service there, and shows how it is. The service has
# been set up before, with deploy/ansible.
#   deploy.sh [options] SERVICE
#     SERVICE             imagehub, datapump, camwatcher, catchment, or the unit's own name where it was given another one
#     --host HOST         a computer, as ssh takes it; may be repeated. Without: the inventory's group
#     --inventory FILE    deploy/ansible/inventory.yaml
#     --group GROUP       datasinks
#     --publish FOLDER    a publish output that is there; without, the source is published into artifacts/publish
#     --path DIR          where the program lies there; without, where the service's unit has it
#     --keep N            releases that stay there (3)
#     --no-sudo           the user of ssh may write there and restart services
#     --restart           restarts the service also when it runs this release already
#     --dry-run           tells what would be done
# Exit status: 0 done, 1 failed on a computer, 2 wrong usage.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
files=$here/ansible/roles/catchment/files
inventory=$here/ansible/inventory.yaml group=datasinks publish='' path='' keep=3 sudo='sudo -n' restart='' dry='' service=''
hosts=()

wrong() {
    echo "error: $1 (deploy.sh --help tells more)" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case $1 in
        --host | --inventory | --group | --publish | --path | --keep) [ -n "${2:-}" ] || wrong "$1 wants a value" ;;
    esac
    case $1 in
        --host) hosts+=("$2") && shift 2 ;;
        --inventory) inventory=$2 && shift 2 ;;
        --group) group=$2 && shift 2 ;;
        --publish) publish=$2 && shift 2 ;;
        --path) path=$2 && shift 2 ;;
        --keep) keep=$2 && shift 2 ;;
        --no-sudo) sudo='' && shift ;;
        --restart) restart=yes && shift ;;
        --dry-run) dry=yes && shift ;;
        -h | --help)
            sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
            exit 0
            ;;
        -*) wrong "unknown option $1" ;;
        *) [ -z "$service" ] || wrong "one service at a time: $service or $1" && service=$1 && shift ;;
    esac
done
[ -n "$service" ] || wrong "which service?"
[[ $service =~ ^[A-Za-z0-9@._-]+$ ]] || wrong "'$service' is no name of a service"
[[ $keep =~ ^[1-9][0-9]*$ ]] || wrong "--keep wants a number from 1 on"

# Which computers, as 'NAME ADDRESS PORT'.
targets=()
if [ ${#hosts[@]} -gt 0 ]; then
    for host in "${hosts[@]}"; do targets+=("$host $host -"); done
else
    command -v ansible-inventory >/dev/null || wrong "to read $inventory, Ansible is wanted (ansible-core); or name the computers with --host"
    listing=$(ansible-inventory -i "$inventory" --list) || wrong "$inventory cannot be read"
    found=$(python3 -c '
import json, sys
inventory = json.load(sys.stdin)
def hosts(group):
    node = inventory.get(group, {})
    return list(node.get("hosts", [])) + [h for child in node.get("children", []) for h in hosts(child)]
for name in dict.fromkeys(hosts(sys.argv[1])):
    known = inventory["_meta"]["hostvars"].get(name, {})
    user = known.get("ansible_user")
    print(name, (user + "@" if user else "") + str(known.get("ansible_host", name)), known.get("ansible_port", "-"))
' "$group" <<<"$listing")
    [ -n "$found" ] || wrong "the group $group of $inventory has no computers"
    mapfile -t targets <<<"$found"
fi

if [ -z "$publish" ]; then
    publish=$here/../artifacts/publish
    command=(dotnet publish "$here/../src/Catchment/Catchment.csproj" -c Release -o "$publish" -v quiet -nologo)
    if [ -n "$dry" ]; then
        echo "would run: ${command[*]}"
    else
        command -v dotnet >/dev/null || wrong "to publish, the .NET 10 SDK is wanted; or name a publish output with --publish"
        "${command[@]}" || { echo "error: the program was not published, see above" >&2 && exit 1; }
    fi
fi
release=$("$files/release" name "$publish" | head -n 1)
[ -n "$release" ] || [ -n "$dry" ] || wrong "there is no program in $publish: Catchment.dll is missing"

quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"; }

# Where the program is there, which release is the current one, which one the service runs.
# shellcheck disable=SC2016
look='
path=$1 unit=$2
if [ -z "$path" ]; then
    path=$(systemctl show --property=ExecStart --value -- "$unit" | sed -n "s/^{ path=\([^;]*\)\/catchment ;.*/\1/p")
    [ -n "$path" ] || { echo "the service $unit is not set up there, or not by Ansible: run ansible-playbook playbooks/deploy-$unit.yaml once, or say --path" >&2; exit 1; }
fi
[ -x "$path/catchment" ] || { echo "$path has no launcher there: run ansible-playbook playbooks/deploy-$unit.yaml once" >&2; exit 1; }
if [ -L "$path/catchment" ] || ! grep -q "^release=" "$path/catchment"; then
    echo "$path/catchment is that of a Debian package or of a checkout, not of the Ansible roles: upgrade that, and restart $unit" >&2
    exit 1
fi
echo "$path"
basename "$(readlink "$path/current" || echo none)"
cat "$path/$unit.release" 2>/dev/null || echo none
'
# The release is asked for its version first: one that does not run there is not to stop one that runs, nor to be started in its place at the next boot.
# shellcheck disable=SC2016
start='
path=$1 unit=$2 release=$3 before=$4
version=$("$path/catchment" --version) || {
    [ ! -d "$path/releases/$before" ] || { ln -sfn "releases/$before" "$path/current.new" && mv -fT "$path/current.new" "$path/current"; }
    echo "release $release does not run there, $unit was not restarted" >&2
    exit 1
}
systemctl restart -- "$unit" || { echo "$unit did not start: sudo journalctl -u $unit -n 50" >&2; exit 1; }
echo "$release" >"$path/$unit.release"
echo "$unit runs release $release, $version"
systemctl --no-pager --lines=5 status -- "$unit"
'

push() { # NAME ADDRESS PORT
    local name=$1 connect=(ssh) seen folder current runs
    [ "$3" = - ] || connect+=(-p "$3")
    connect+=("$2")
    there() { "${connect[@]}" "$sudo sh -c $(quoted "$1") $(quoted "$service") ${*:2}"; }

    seen=$(there "$look" "$(quoted "$path")" "$(quoted "$service")" </dev/null) || return 1
    { read -r folder && read -r current && read -r runs; } <<<"$seen" || return 1
    if [ -n "$dry" ]; then
        echo "$name: would bring release ${release:-(the published one)} to $folder, where $current is current and $service runs $runs, and restart $service"
        return
    fi
    if [ "$current" != "$release" ]; then
        "$files/release" pack "$publish" | there "$(cat "$files/take-release")" "$(quoted "$folder")" "$release" "$keep" || return 1
        echo "$name: release $release is in $folder"
    fi
    if [ "$runs" = "$release" ] && [ -z "$restart" ]; then
        echo "$name: $service runs release $release already"
        return
    fi
    there "$start" "$(quoted "$folder")" "$(quoted "$service")" "$release" "$(quoted "$current")" </dev/null
}

failed=0
for target in "${targets[@]}"; do
    read -r name address port <<<"$target"
    push "$name" "$address" "$port" || { failed=1 && echo "error: $name: $service was not deployed, see above" >&2; }
done
exit "$failed"
