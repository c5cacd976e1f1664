# bash completion for golem; works with and without the package bash-completion.

_golem() {
  # bash cuts words at = and :, also within one that golem sees whole; what touches belongs together.
  local rest=${COMP_LINE#*"${COMP_WORDS[0]}"} words=() word i
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ ${#words[@]} -eq 0 || -z $rest || $rest == [[:space:]]* ]]; then
      words+=("$word")
    else
      words[${#words[@]} - 1]+=$word
    fi
    rest=${rest#"${rest%%[![:space:]]*}"}
    rest=${rest#"$word"}
  done

  # Of a word that bash has cut, only the part after the last cut is replaced.
  local typed=${words[${#words[@]} - 1]} kept='' answer
  if [[ $typed == *[=:]* ]]; then
    kept=${typed%"${typed##*[=:]}"}
  fi
  COMPREPLY=()
  while IFS= read -r answer; do
    if [[ $answer == :files ]]; then
      # It would put a backslash before the colon of a VM.
      [[ ${#COMPREPLY[@]} -gt 0 ]] || compopt -o filenames 2>/dev/null
      while IFS= read -r answer; do
        COMPREPLY+=("$answer")
      done < <(compgen -f -- "${typed#"$kept"}")
    else
      answer=${answer%%$'\t'*}
      [[ $answer != *[=:] ]] || compopt -o nospace 2>/dev/null
      COMPREPLY+=("${answer#"$kept"}")
    fi
  done < <("${COMP_WORDS[0]}" __complete -- "${words[@]}" 2>/dev/null)
}

complete -F _golem golem
