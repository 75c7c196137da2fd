#!/usr/bin/env bash
# Builds the Debian package of Catchment.
#   build.sh [options]
#     --runtime RID       brings the .NET runtime along: linux-x64, linux-arm64 or linux-arm (self-contained). Without, one package
#                         for every processor, which needs aspnetcore-runtime-10.0 on the computer
#     --publish FOLDER    a publish output that is there; without, the source is published into artifacts/publish
#     --output FOLDER     where the package goes (artifacts)
#     --version VERSION   the package's version; without, the program's
# Prints the package's path. Exit status: 0 done, 1 failed, 2 wrong usage.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../.." && pwd)
runtime='' publish='' output=$home/artifacts version=''

wrong() {
    echo "error: $1 (build.sh --help tells more)" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case $1 in
        --runtime | --publish | --output | --version) [ -n "${2:-}" ] || wrong "$1 wants a value" ;;
    esac
    case $1 in
        --runtime) runtime=$2 && shift 2 ;;
        --publish) publish=$2 && shift 2 ;;
        --output) output=$2 && shift 2 ;;
        --version) version=$2 && shift 2 ;;
        -h | --help)
            sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
            exit 0
            ;;
        *) wrong "unknown word $1" ;;
    esac
done
case $runtime in
    '') architecture=all depends='aspnetcore-runtime-10.0' ;;
    linux-x64) architecture=amd64 ;;
    linux-arm64) architecture=arm64 ;;
    linux-arm) architecture=armhf ;;
    *) wrong "no Debian architecture is known for $runtime" ;;
esac
[ -z "$runtime" ] || depends='libc6 (>= 2.27), libgcc-s1, libstdc++6, zlib1g, ca-certificates, tzdata'
command -v dpkg-deb >/dev/null || wrong "dpkg-deb is wanted (the package dpkg)"

if [ -z "$publish" ]; then
    publish=$home/artifacts/publish${runtime:+-$runtime}
    echo "publishing the program into $publish" >&2
    dotnet publish "$home/src/Catchment" -c Release -o "$publish" ${runtime:+-r "$runtime" --self-contained} -v quiet -nologo >&2
fi
[ -e "$publish/Catchment.dll" ] || wrong "$publish has no Catchment.dll: it is no publish output"
[ -n "$version" ] || version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$home/Directory.Build.props")
[[ $version =~ ^[0-9][A-Za-z0-9.+~-]*$ ]] || wrong "'$version' is no version of a package"

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 0755 "$root"
install -d "$root"/{DEBIAN,etc/catchment,lib/systemd/system,usr/bin,usr/lib/catchment,usr/share/catchment,usr/share/doc/catchment}
cp -r --no-preserve=mode,ownership,timestamps "$publish" "$root/usr/lib/catchment/current"
find "$root/usr/lib/catchment/current" -name '*.pdb' -delete
[ -z "$runtime" ] || chmod 0755 "$root/usr/lib/catchment/current/Catchment"
install -m 0755 "$home/deploy/ansible/roles/catchment/files/catchment" "$root/usr/lib/catchment/catchment"
ln -s ../lib/catchment/catchment "$root/usr/bin/catchment"

# The units are those of deploy/systemd, with the package's paths and without the words about a checkout.
for unit in "$home"/deploy/systemd/*.service; do
    sed -e '/^# Put the checkout/,/^# Generated/{/systemctl edit\|useradd/!d}' -e 's:/opt/catchment/docs/:/usr/share/doc/catchment/:' -e 's:/opt/catchment/catchment:/usr/bin/catchment:' \
        "$unit" >"$root/lib/systemd/system/${unit##*/}"
done
install -m 0644 "$here/catchment.yaml" "$root/etc/catchment/catchment.yaml"
cp -r --no-preserve=mode,ownership "$home"/deploy/{ansible,grafana,postgresql,sync} "$root/usr/share/catchment/"
chmod 0755 "$root"/usr/share/catchment/{postgresql,sync}/*.sh "$root"/usr/share/catchment/ansible/roles/catchment/files/*
cp --no-preserve=mode,ownership "$home"/README.md "$home"/docs/*.{md,svg} "$root/usr/share/doc/catchment/"
sed -i -e 's:](docs/:](:g' -e 's:](\.\./README\.md:](README.md:g' -e 's:](\.\./CHANGELOG\.md:](changelog.gz:g' "$root"/usr/share/doc/catchment/*.md
install -m 0644 "$home/LICENSE" "$root/usr/share/doc/catchment/copyright"
gzip -9n <"$home/CHANGELOG.md" >"$root/usr/share/doc/catchment/changelog.gz"
if grep -rq '/opt/catchment' "$root/lib/systemd/system"; then
    echo "error: a unit still has a path of a checkout" >&2
    exit 1
fi

echo /etc/catchment/catchment.yaml >"$root/DEBIAN/conffiles"
for script in postinst prerm postrm; do install -m 0755 "$here/$script" "$root/DEBIAN/$script"; done
cat >"$root/DEBIAN/control" <<CONTROL
Package: catchment
Version: $version
Architecture: $architecture
Maintainer: The Catchment authors <catchment@localhost>
Section: science
Priority: optional
Depends: $depends, adduser, init-system-helpers
Recommends: ffmpeg
Suggests: postgresql, mosquitto
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Description: one program for the computer that everything else reports to
 Catches what cameras, instruments, file transfers and field devices send, makes
 it durable before it answers, keeps a catalog of it, and shows it live. Takes
 the place of ImageHub, SentinelCam's camwatcher and datapump, endmgr,
 xtelemdb and dbIngest, and an IoT gateway's Data-Service and its sync.
CONTROL
(cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$home" log -1 --format=%ct 2>/dev/null || date +%s)}
find "$root" -newermt "@$SOURCE_DATE_EPOCH" -print0 | xargs -0r touch --no-dereference --date="@$SOURCE_DATE_EPOCH"
mkdir -p "$output"
package=$output/catchment_${version}_$architecture.deb
dpkg-deb --root-owner-group --build "$root" "$package" >/dev/null
echo "$package"
