#!/bin/sh
# Says in one sentence what is missing and how to mend it, before anything is installed.
fail() {
  printf 'runfolio: %s\n  Mend: %s\n' "$1" "$2" >&2
  exit 1
}

command -v python3 >/dev/null 2>&1 || fail 'python3 was not found.' 'install Python 3.10 or newer (python.org, or your package manager).'
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
  fail "Python $(python3 -c 'import platform; print(platform.python_version())') is too old." 'install Python 3.10 or newer and put it first on PATH.'
python3 -c 'import venv, ensurepip' >/dev/null 2>&1 ||
  fail 'this Python cannot make virtual environments.' 'install its venv module (Debian: apt install python3-venv).'
command -v node >/dev/null 2>&1 || fail 'node was not found.' 'install Node.js 20.19 or newer (nodejs.org).'
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || a === 21 || (a === 20 && b >= 19) ? 0 : 1)' ||
  fail "Node.js $(node --version) is too old." 'install Node.js 20.19 or newer (nodejs.org).'
