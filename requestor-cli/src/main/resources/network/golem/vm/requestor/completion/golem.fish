# fish completion for golem

function __golem_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l typed (commandline --cut-at-cursor --current-token)
    for answer in (command $words[1] __complete -- $words[2..] "$typed" 2>/dev/null)
        if test "$answer" = :files
            __fish_complete_path "$typed"
        else
            echo $answer
        end
    end
end

complete --command golem --no-files --arguments '(__golem_complete)'
