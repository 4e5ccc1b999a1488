#!/bin/sh
# docs/images/take.sh AZUD [FILE]: takes the documentation's pictures of the window (./dev screenshots)
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
#
# A display of its own (Xvfb), with a compositing window manager so that the window looks as on a desktop, its own
# home, and no animations: the same pictures wherever they are taken.

set -eu
azud=$1
here=$(cd "$(dirname "$0")" && pwd)
sample=${2:-}
if [ -z "$sample" ]; then
  for sample in "$here"/../../resources/samples/flights/delays.azud "$here"/../../resources/samples/*/*.azud; do
    [ ! -f "$sample" ] || break
  done
fi
[ -f "$sample" ] || { echo "take.sh: no sample pipeline" >&2; exit 1; }

if [ -z "${AZUD_TAKE_INSIDE:-}" ]; then
  base=$(mktemp -d)
  trap 'rm -rf "$base"' EXIT
  mkdir -p "$base/home" "$base/run" "$base/config/gtk-4.0" "$base/cache" "$base/data"
  chmod 700 "$base/run"
  cat > "$base/config/gtk-4.0/settings.ini" <<'SETTINGS'
[Settings]
gtk-font-name=Cantarell 11
gtk-enable-animations=0
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-xft-rgba=none
SETTINGS
  # dbus-run-session complains about limits of containers; the program's own words are not silenced.
  env HOME="$base/home" XDG_RUNTIME_DIR="$base/run" XDG_CONFIG_HOME="$base/config" XDG_CACHE_HOME="$base/cache" \
    XDG_DATA_HOME="$base/data" GDK_BACKEND=x11 GSK_RENDERER=cairo GDK_DEBUG=gl-disable GSETTINGS_BACKEND=memory \
    AZUD_TAKE_INSIDE=1 \
    xvfb-run -a -s '-screen 0 1600x1000x24 -nolisten tcp -noreset' dbus-run-session -- "$0" "$azud" "$sample"
  exit
fi

unset WAYLAND_DISPLAY
metacity --composite >/dev/null 2>&1 &
manager=$!
trap 'kill $manager 2>/dev/null || true' EXIT
xsetroot -solid '#c0bfbc' 2>/dev/null || true
sleep 1

# take NAME VARIABLE=VALUE...: opens the sample with these settings and saves a picture of its window
take ()
{
  name=$1; shift
  env "$@" "$azud" "$sample" &
  program=$!
  window=$(timeout 30 xdotool search --sync --onlyvisible --pid "$program" | tail -n 1) || window=
  if [ -z "$window" ]; then
    echo "take.sh: no window for $name" >&2
    kill "$program" 2>/dev/null || true
    return 1
  fi
  sleep 4                                   # the preview of the sample is computed meanwhile
  import -window "$window" "$here/$name.png"
  kill "$program" 2>/dev/null || true
  wait "$program" 2>/dev/null || true
  echo "$here/$name.png"
}

take editor-light ADW_DEBUG_COLOR_SCHEME=prefer-light LC_ALL=C.UTF-8
take editor-dark ADW_DEBUG_COLOR_SCHEME=prefer-dark LC_ALL=C.UTF-8
take editor-es ADW_DEBUG_COLOR_SCHEME=prefer-light LC_ALL=C.UTF-8 LANGUAGE=es
