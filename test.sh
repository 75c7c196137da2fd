#!/usr/bin/env bash
# Builds with warnings as errors, checks the format, installs the test peers, runs every test, and ends with one line
# "N passed, N failed, N skipped".   --full: the long counts (fuzzing, kills, soaks) instead of the short ones.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

hang=10m # how long a test may take before it counts as hung
case "${1:-}" in
    '') full=no ;;
    --full) full=yes hang=100m && export CATCHMENT_TEST_FULL=1 ;; # the soak takes an hour
    *)
        echo "usage: ./test.sh [--full]" >&2
        exit 2
        ;;
esac

# The peers of the tests: Debian's libzmq through Python, NumPy, pandas, msgpack, Pillow and a Prometheus parser to read what was written, the FlatBuffers compiler, Modbus, MQTT and SNMP from Debian, PostgreSQL (each test run has
# clusters of its own; the one that the package starts does not matter), tools for full and frozen disks, a browser for the
# console, and what builds it; the dissector of IEC 60870-5-104.
peers=(rsync sqlite3 python3-zmq python3-numpy python3-pandas python3-msgpack python3-pil python3-prometheus-client python3-astropy flatbuffers-compiler python3-pymodbus mbpoll mosquitto mosquitto-clients snmp snmpd snmptrapd postgresql chromium ffmpeg tshark shellcheck util-linux iproute2 adduser e2fsprogs procps psmisc curl systemd)
[ "$full" = no ] || peers+=(systemd-container)
command -v node >/dev/null && command -v npm >/dev/null || peers+=(nodejs npm)
missing=()
for package in "${peers[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
core=() # Ansible's core alone: what it recommends is 260 MB.
command -v ansible-playbook >/dev/null || core=(ansible-core)
if [ $((${#missing[@]} + ${#core[@]})) -gt 0 ]; then
    apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq)
    [ "$(id -u)" = 0 ] || apt=(sudo "${apt[@]}")
    "${apt[@]}" update
    [ ${#missing[@]} = 0 ] || "${apt[@]}" install -y "${missing[@]}" >/dev/null
    [ ${#core[@]} = 0 ] || "${apt[@]}" install -y --no-install-recommends "${core[@]}" >/dev/null
fi

# The foreign OPC UA client and server, from npm.
tests/Catchment.Interop.Tests/OpcUa/peer/install

shellcheck catchment test.sh .ci/run deploy/deploy.sh deploy/debian/{build.sh,postinst,prerm,postrm} deploy/postgresql/*.sh deploy/sync/*.sh deploy/ansible/roles/catchment/files/* tests/Catchment.Interop.Tests/Deploy/machine/* tests/Catchment.Interop.Tests/Documents/machine/{prompt,sudo,journalctl} tests/Catchment.Interop.Tests/Documents/backstage/{dotnet,journalctl,rsync,ssh,stage,sudo} tests/Catchment.Interop.Tests/Documents/stages/* tests/Catchment.Interop.Tests/OpcUa/peer/install
dotnet format whitespace . --folder --verify-no-changes --include src tests bench
dotnet build Catchment.slnx -c Release -v quiet -nologo

logs=$(mktemp -d)
jobs=() passed=0 failed=0 skipped=0 broken=0
end() {
    for job in "${jobs[@]}"; do kill -- "-$job" 2>/dev/null || true; done
    rm -rf "$logs"
}
trap end EXIT
trap 'exit 130' INT
# What takes more of the machine than a test should runs with --full alone.
all='FullyQualifiedName~Tests'
[ "$full" = yes ] || all="$all&Full!=yes"
run() { dotnet test "$1" -c Release --no-build -nologo --blame-hang-timeout "$hang" --filter "$all${2:+&$2}" 2>&1; }
count() { # the project, and what its run wrote
    local f p s
    # Passed!  - Failed:     0, Passed:    43, Skipped:     0, Total:    43, Duration: …
    read -r f p s < <(sed -nE 's/^(Passed|Failed|Skipped)! +- Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+),.*/\2 \3 \4/p' "$2" | tail -1) || {
        echo "no result from $1" >&2
        broken=1
        return
    }
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

# Two run beside the others and are told at the end: the tests that wait most of the time, and the check of the style.
# Each is a process group of its own, so that it ends with this script.
interop=tests/Catchment.Interop.Tests/Catchment.Interop.Tests.csproj
others='Interop.Tests.Deploy. Interop.Tests.Soak. RoleTests.' # of these tests go with the other projects, so that both halves take as long
there='' here=''
for tests in $others; do
    there+="${there:+|}FullyQualifiedName~$tests"
    here+="${here:+&}FullyQualifiedName!~$tests"
done
set -m
run "$interop" "$here" >"$logs/interop" &
jobs+=($!)
dotnet format style Catchment.slnx --verify-no-changes --no-restore >"$logs/style" 2>&1 &
jobs+=($!)
set +m
for project in tests/*/*.csproj; do
    [ "$project" = "$interop" ] && only="($there)" || only=
    run "$project" "$only" | tee "$logs/project" || broken=1
    count "$project" "$logs/project"
done
wait "${jobs[1]}" || broken=1
wait "${jobs[0]}" || broken=1
cat "$logs/style" "$logs/interop"
count "$interop" "$logs/interop"

if [ "$failed" = 0 ] && [ "$broken" = 1 ]; then
    failed=1 # a test host that died has told no number, nor has the style
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
