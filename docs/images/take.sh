#!/bin/sh
# docs/images/take.sh AZUD-EDITOR [FILE]: takes the documentation's pictures of the window (./dev screenshots)
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
#
# A display of its own (Xvfb) that the window fills, with a compositing window manager; its own home with a copy of the
# sample data; Cantarell and no animations: the same pictures wherever they are taken.  FILE is the README's first
# pipeline unless given.  Schemas and translations of an uninstalled program are found in its build folder.

set -eu
azud=$(command -v "$1")
azud=$(cd "$(dirname "$azud")" && pwd)/$(basename "$azud")
here=$(cd "$(dirname "$0")" && pwd)
sample=${2:-$here/delays.azud}
size=1440x900

if [ -z "${AZUD_TAKE_INSIDE:-}" ]; then
  base=$(mktemp -d)
  trap 'rm -rf "$base"' EXIT
  mkdir -p "$base/home/flights" "$base/run" "$base/config/gtk-4.0" "$base/cache" "$base/data"
  chmod 700 "$base/run"
  cp "$here"/../../resources/samples/flights/*.csv "$sample" "$base/home/flights/"
  cat > "$base/config/gtk-4.0/settings.ini" <<'SETTINGS'
[Settings]
gtk-font-name=Cantarell 11
gtk-enable-animations=0
gtk-cursor-blink=0
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-xft-rgba=none
SETTINGS
  build=$(dirname "$azud")/..
  [ ! -f "$build/resources/gschemas.compiled" ] || export GSETTINGS_SCHEMA_DIR="$build/resources"
  [ ! -d "$build/po" ] || export AZUD_LOCALEDIR="$build/po"
  status=0
  env HOME="$base/home" XDG_RUNTIME_DIR="$base/run" XDG_CONFIG_HOME="$base/config" XDG_CACHE_HOME="$base/cache" \
    XDG_DATA_HOME="$base/data" GDK_BACKEND=x11 GSK_RENDERER=cairo GDK_DEBUG=gl-disable GSETTINGS_BACKEND=memory \
    AZUD_TAKE_INSIDE=1 \
    xvfb-run -a -s "-screen 0 ${size}x24 -nolisten tcp -noreset" dbus-run-session -- \
    "$0" "$azud" "$base/home/flights/$(basename "$sample")" || status=$?
  exit $status
fi

unset WAYLAND_DISPLAY
metacity --composite >/dev/null 2>&1 &
manager=$!
program=
trap 'kill $manager $program 2>/dev/null || true' EXIT
timeout 30 sh -c 'until xdotool get_num_desktops; do sleep 0.2; done' >/dev/null 2>&1 || echo "take.sh: no window manager" >&2

# still: waits until the window has not changed for a second
still ()
{
  before=
  for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    sleep 1
    now=$(import -window root rgb:- | cksum)
    [ "$now" != "$before" ] || return 0
    before=$now
  done
}

# take NAME KEYS VARIABLE=VALUE...: opens the sample with these settings, selects its second last node, presses KEYS and
# saves a picture of the window in 256 colours
take ()
{
  name=$1; keys=$2; shift 2
  env "$@" "$azud" "$sample" &
  program=$!
  window=$(timeout 60 xdotool search --sync --onlyvisible --name "$(basename "$sample" .azud)" | head -n 1)
  still
  xdotool key alt+F10      # fills the screen
  still
  xdotool mousemove 260 480 click 1
  sleep 0.3
  xdotool key ctrl+1
  for step in 1 2 3 4 5 6 7 8 9; do xdotool key ctrl+Right; done
  xdotool key ctrl+Left
  sleep 0.3
  xdotool key ctrl+1
  for key in $keys; do sleep 0.3; xdotool key "$key"; done
  xdotool mousemove 720 899
  [ -z "$keys" ] || sleep 7      # what the toast says is gone
  still
  import -window root png:- | convert png:- +dither -colors 256 -strip "PNG8:$here/$name.png"
  kill "$program" 2>/dev/null || true
  wait "$program" 2>/dev/null || true
  program=
  echo "$here/$name.png"
}

light=ADW_DEBUG_COLOR_SCHEME=prefer-light
dark=ADW_DEBUG_COLOR_SCHEME=prefer-dark
take editor-light '' $light LC_ALL=C.UTF-8
take editor-dark '' $dark LC_ALL=C.UTF-8
take run-light F8 $light LC_ALL=C.UTF-8
take editor-es '' $light LC_ALL=C.UTF-8 LANGUAGE=es
