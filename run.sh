#!/usr/bin/env bash
# Installs what is missing, builds Headroom and opens its window. See ./run.sh --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"

usage() {
  cat <<'TEXT'
Usage: ./run.sh [options] [arguments of headroom]

Installs what is missing (Debian packages), builds into build/release and opens the window.
Without a display it trains the scalability preset in the terminal instead.

  --build-only   build, open nothing
  --tests        with --build-only: install and build the tests as well
  --cpu          build without CUDA even when nvcc is there
  --all-architectures
                 CUDA code for every card, not only for those in this machine (for packages)
  --no-install   never install anything; say what is missing and stop
  --help         this text

Everything else goes to the program:
  ./run.sh mydata.csv               open a CSV file
  ./run.sh --preset infrastructure  open a preset
  ./run.sh -- --help                what the program itself understands
TEXT
}

build_only=0 tests=OFF cuda=AUTO architectures=${HEADROOM_CUDA_ARCHITECTURES:-} install=1 program_arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --build-only) build_only=1 ;;
    --tests) tests=ON ;;
    --cpu) cuda=OFF ;;
    --all-architectures) architectures=all ;;
    --no-install) install=0 ;;
    --) shift; program_arguments+=("$@"); break ;;
    *) program_arguments+=("$1") ;;
  esac
  shift
done

say() { printf 'headroom: %s\n' "$*"; }
die() { printf 'headroom: %s\n' "$*" >&2; exit 1; }

# package: what it is for. Named when it is about to be installed.
packages=(
  "g++: the C++ compiler"
  "cmake: configures the build"
  "ninja-build: runs the build"
  "python3: generates the OpenGL loader"
  "python3-glad: the generator of the OpenGL loader"
  "nlohmann-json3-dev: reads and writes JSON documents"
  "libcli11-dev: parses the command line"
  "zlib1g-dev: reads tables packed with gzip"
  "libzip-dev: reads tables packed with ZIP, saves and opens workspaces"
  "libutf8proc-dev: composes letters and accents in column names"
  "libmd4c-dev: reads lessons and questions (Markdown)"
  "libimgui-dev: Dear ImGui, draws the window"
  "libfreetype-dev: sharp text at every size"
  "libstb-dev: writes screenshots as PNG"
  "libglfw3-dev: opens the window"
  "libgl-dev: OpenGL headers"
  "libgl1-mesa-dri: OpenGL in software where no graphics driver is installed"
  "fonts-inter: the window's text"
  "fonts-jetbrains-mono: the window's numbers"
)
[ $tests = OFF ] || packages+=(
  "libgtest-dev: unit tests"
  "xvfb: a display for the window tests"
  "gettext: finds the texts that a translation lacks"
  "xauth: needed by Xvfb clients"
  "xdotool: real clicks and keys in the window tests"
)

install_missing() {
  command -v dpkg-query >/dev/null || {
    say "this is no Debian; if the build fails, install the equivalents of: ${packages[*]%%:*}"
    return 0
  }
  local entry missing=()
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]%%:*}" 2>/dev/null | sed -n 's/^installed //p' || true)
  for entry in "${packages[@]}"; do
    grep -qxF "${entry%%:*}" <<<"$installed" || missing+=("$entry")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "missing:"
  printf '  %s\n' "${missing[@]}"
  [ $install = 1 ] || die "install them with: apt-get install ${missing[*]%%:*}"
  local root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || die "no right to install: as root run: apt-get install ${missing[*]%%:*}"
    root=(sudo)
  fi
  say "installing them"
  "${root[@]}" apt-get update -qq || die "apt-get update failed: check the network and /etc/apt/sources.list"
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]%%:*}" >/dev/null ||
    die "apt-get install failed: see above"
}

# What this machine has, said once per build directory and whenever it changes.
describe_machine() {
  local nvcc
  nvcc=$(command -v nvcc || ls /usr/local/cuda/bin/nvcc 2>/dev/null || true)
  if [ "$cuda" = OFF ]; then
    echo "CUDA: left out as asked"
  elif [ -n "$nvcc" ]; then
    echo "CUDA: toolkit $("$nvcc" --version | sed -n 's/.*release \([0-9.]*\).*/\1/p'), the GPU backend is built"
  else
    echo "CUDA: no nvcc, building for the CPU only (install NVIDIA's CUDA toolkit 12.4 or newer to train on a GPU)"
  fi
  if command -v nvidia-smi >/dev/null && nvidia-smi -L 2>/dev/null | grep -q GPU; then
    nvidia-smi -L | sed 's/ (UUID.*//; s/^/GPU: /'
  else
    echo "GPU: no NVIDIA driver answers, networks train on the CPU"
  fi
}

build() {
  local options=("-DHEADROOM_CUDA=$cuda" "-DHEADROOM_CUDA_ARCHITECTURES=$architectures" "-DHEADROOM_TESTS=$tests")
  # Whoever has warnings as errors changes code, and builds it again and again: file by file.
  if [ -n "${HEADROOM_WERROR:-}" ]; then
    options+=("-DHEADROOM_WERROR=$HEADROOM_WERROR" "-DHEADROOM_UNITED=${HEADROOM_UNITED:-OFF}")
  else
    options+=(-DHEADROOM_UNITED=ON)
  fi
  mkdir -p build/release
  local log=build/release/build.log changed=0
  describe_machine | tee build/release/machine.new | cmp -s - build/release/machine 2>/dev/null || changed=1
  if [ $changed = 1 ]; then sed 's/^/headroom: /' build/release/machine.new; fi
  # Configure only when the machine or the options differ from last time; ninja notices changed CMake files by itself.
  if [ $changed = 1 ] || [ ! -f build/release/build.ninja ] ||
    [ "${options[*]}" != "$(cat build/release/options 2>/dev/null)" ]; then
    say "configuring"
    cmake --preset release "${options[@]}" >"$log" 2>&1 || { cat "$log" >&2; die "configuring failed: see above"; }
    sed -n 's/^-- headroom: CUDA arch/headroom: CUDA arch/p' "$log"
    echo "${options[*]}" >build/release/options
    mv build/release/machine.new build/release/machine
  fi
  if ! ninja -C build/release -n 2>/dev/null | grep -q 'no work to do'; then
    say "building (the first time takes some minutes)"
    if [ -t 1 ]; then
      ninja -C build/release || die "the build failed: see above"
    else
      ninja -C build/release >"$log" 2>&1 || { tail -n 60 "$log" >&2; die "the build failed: see above"; }
    fi
  fi
}

install_missing
build
if [ $build_only = 1 ]; then
  say "built: build/release/headroom, build/release/headroom-cli"
  exit 0
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  status=0
  build/release/headroom "${program_arguments[@]}" || status=$?
  [ $status = 3 ] || exit $status  # 3: the display could not be used
fi
say "no display: training the scalability preset in the terminal instead (build/release/headroom-cli --help shows more)"
exec build/release/headroom-cli train --preset scalability
