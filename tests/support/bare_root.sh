#!/usr/bin/env bash
# Proves run.sh and test.sh on a Debian that has nothing yet. See tests/support/bare_root.sh --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."

usage() {
  cat <<'TEXT'
Usage: tests/support/bare_root.sh [options] SUITE        as root; needs debootstrap

Makes a bare root of the Debian SUITE (bookworm, trixie), copies the committed tree into it and runs there, as on a
machine fresh from the installer: ./run.sh --build-only, then ./test.sh. Says versions, times and what failed.
The root stays for the next call, with the packages that are in it; remove it to start from nothing again.

  --mirror URL      where packages come from; default: where this machine's apt has Debian's from
  --roots FOLDER    where the roots lie; default /var/tmp/headroom-roots
  --packages LIST   installed first, as "ccache" or "clang-14"
  --newer NEXT:LIST installed first from the later suite NEXT, as "forky:libimgui-dev"; wants a root of its own (--roots)
  --keep-build      does not copy the tree: the build goes on from the last call
  --command TEXT    runs this there instead of the two commands

The environment goes along: CXX=clang++-14, HEADROOM_WERROR=ON.
TEXT
}

say() { printf 'bare root: %s\n' "$*"; }
die() { printf 'bare root: %s\n' "$*" >&2; exit 1; }

suite="" mirror="" roots=/var/tmp/headroom-roots packages="" newer="" copy=1
command='time ./run.sh --build-only && time ./test.sh'
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --mirror) mirror=$2; shift ;;
    --roots) roots=$2; shift ;;
    --packages) packages=$2; shift ;;
    --newer) newer=$2; shift ;;
    --keep-build) copy=0 ;;
    --command) command=$2; shift ;;
    -*) die "there is no option $1: see --help" ;;
    *) suite=$1 ;;
  esac
  shift
done
[ -n "$suite" ] || { usage; exit 2; }
[ "$(id -u)" = 0 ] || die "chroot needs root"
command -v debootstrap >/dev/null || die "install debootstrap"

root=$roots/$suite
if [ ! -e "$root/etc/os-release" ]; then
  [ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' | head -n 1)
  [ -n "$mirror" ] || die "apt names no mirror of Debian here: give one with --mirror"
  say "making $root"
  mkdir -p "$roots"
  debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$root.log" 2>&1 || die "debootstrap failed: see $root.log"
fi
if [ $copy = 1 ]; then
  rm -rf "$root/headroom"
  mkdir "$root/headroom"
  git archive HEAD | tar -x -C "$root/headroom"
fi

# Private mounts and process numbers: nothing is left when it ends, however it ends.
cat >"$root/headroom.sh" <<TEXT
set -e
export HOME=/root LC_ALL=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
unset DISPLAY WAYLAND_DISPLAY XDG_RUNTIME_DIR
cd /headroom
if [ -n "$packages" ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
fi
if [ -n "$newer" ]; then
  sed 's/ $suite / ${newer%%:*} /' /etc/apt/sources.list >/etc/apt/sources.list.d/newer.list
  # Only what is asked for by name, and what that needs.
  printf 'Package: *\nPin: release n=${newer%%:*}\nPin-Priority: 100\n' >/etc/apt/preferences.d/newer
  apt-get update -qq -o Acquire::Check-Valid-Until=false
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -t ${newer%%:*} ${newer#*:} >/dev/null
fi
status=0
{ $command; } || status=\$?
. /etc/os-release
echo "\$PRETTY_NAME: \$(dpkg-query -W -f '\${Package} \${Version}, ' g++ cmake ccache clang-14 libimgui-dev libglfw3-dev libgtest-dev \
  libcli11-dev nlohmann-json3-dev 2>/dev/null)"
exit \$status
TEXT
export root
exec unshare --mount --pid --fork bash -euc '
  mount --rbind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/tmp"
  mount -t proc proc "$root/proc"
  exec chroot "$root" bash /headroom.sh'
