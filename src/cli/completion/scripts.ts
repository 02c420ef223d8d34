/**
 * What teaches a shell to complete: each hands over what is typed and takes back one candidate a
 * line, a tab, and a few words on it; or `:files`, where the shell's own files are wanted. What a
 * shell can't find out stays silent: nobody wants an error in the middle of a line.
 */

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** readline breaks words at = and @, so bash hands over the line, and is answered in its own terms. */
const bash = `# Completion of steward for bash.
_steward() {
  local line
  COMPREPLY=()
  while IFS=$'\\t' read -r line _; do
    if [[ $line == :files ]]; then
      compopt -o default
      return
    fi
    COMPREPLY+=("$line")
  done < <(steward complete --line "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null </dev/null)
  # One alone would be followed by a space and a closing quote, and its value is still to come.
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[=,\\<\\>~] ]]; then
    COMPREPLY+=("\${COMPREPLY[0]}...")
  fi
}
complete -F _steward steward
`

const zsh = `#compdef steward
# Completion of steward for zsh.
_steward() {
  local line value
  local -a whole shown open
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    if [[ $value == :files ]]; then
      _files
      return
    elif [[ $value == *[=,\\<\\>~] ]]; then
      open+=("$value")
    else
      whole+=("$value")
      shown+=("\${line/$'\\t'/  }")
    fi
  done < <(steward complete -- "\${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null </dev/null)
  (( $#whole )) && compadd -l -d shown -a whole
  (( $#open )) && compadd -S '' -a open
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u }
compdef _steward steward
`

const fish = `# Completion of steward for fish.
function __steward
  set -l words (commandline -opc)
  set -l word (commandline -ct | string trim -l -c "'\\"")
  set -l found (steward complete -- $words[2..] "$word" 2>/dev/null </dev/null)
  if string match -q ':files*' -- $found[1]
    __fish_complete_path "$word"
  else
    printf '%s\\n' $found
  end
end
complete -c steward -f -a '(__steward)'
`

/** The script of a shell, to be read by it. */
export const scripts: Record<Shell, string> = { bash, zsh, fish }
