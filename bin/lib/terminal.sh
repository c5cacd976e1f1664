# shellcheck shell=bash
# Progress on the terminal: steps with elapsed time, and one report when a step fails. To be sourced.

STEP=
STEP_LOG=
STEP_HINT=
STEP_STARTED=0

# m:ss since the script started.
elapsed() {
  printf '%d:%02d' $((SECONDS / 60)) $((SECONDS % 60))
}

# step NAME [LOG [HINT]]: from now on, a failure is one of this step; the end of LOG is shown with it, and HINT.
step() {
  STEP=$1
  STEP_LOG=${2:-}
  STEP_HINT=${3:-}
  STEP_STARTED=$SECONDS
  printf '[%5s] %s\n' "$(elapsed)" "$STEP"
}

# The log to show changes within a step.
log_of_step() {
  STEP_LOG=$1
}

detail() {
  printf '        %s\n' "$*"
}

step_done() {
  detail "${1:-done} ($((SECONDS - STEP_STARTED)) s)"
  STEP=
}

# Shows a command as a person would type it, then runs it.
shown() {
  printf '$ %s\n' "$*"
  "$@"
}

# die WHAT [HINT...]: for failures that explain themselves; no log is shown with them.
die() {
  printf 'error: %s\n' "$1" >&2
  shift
  if [ $# -gt 0 ]; then
    printf 'hint: %s\n' "$1" >&2
    shift
    [ $# = 0 ] || printf '  %s\n' "$@" >&2
  fi
  STEP_LOG=
  STEP_HINT=
  exit 1
}

# For the trap on EXIT: what a step that did not end leaves on the screen. $1 is the exit status.
report_failure() {
  if [ "$1" = 0 ] || [ -z "$STEP" ]; then
    return 0
  fi
  {
    printf '\n[%5s] FAILED: %s (exit status %s)\n' "$(elapsed)" "$STEP" "$1"
    if [ -n "$STEP_LOG" ] && [ -s "$STEP_LOG" ]; then
      printf -- '--- last lines of %s\n' "$STEP_LOG"
      tail -n 25 "$STEP_LOG" | cut -c 1-240
      printf -- '---\n'
    fi
    [ -z "$STEP_HINT" ] || printf 'hint: %s\n' "$STEP_HINT"
  } >&2
}
