#compdef golem
# zsh completion for golem; as a file _golem in a directory of fpath, or sourced after compinit.

_golem() {
  local answer text files=
  local -a answers whole parts
  answers=("${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}")
  for answer in "${answers[@]}"; do
    [[ -n $answer ]] || continue
    if [[ $answer == :files ]]; then
      files=yes
      continue
    fi
    text=${answer%%$'\t'*}
    if [[ $text == *[=:] ]]; then
      parts+=("${text//:/\\:}:${answer#*$'\t'}")
    else
      whole+=("${text//:/\\:}:${answer#*$'\t'}")
    fi
  done
  (( ${#whole} == 0 )) || _describe golem whole
  (( ${#parts} == 0 )) || _describe golem parts -S ''
  if [[ -n $files ]]; then
    # An option's value may be in one word with it.
    [[ $PREFIX == --*=* ]] && compset -P '*='
    _files
  fi
}

if [[ ${funcstack[1]:-} == _golem ]]; then
  _golem "$@"
else
  compdef _golem golem
fi
