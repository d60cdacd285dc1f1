//! `payspec completions`.
//!
//! `clap_complete` offers the values of positional arguments in bash and zsh only; for the other shells, they are added here.

use clap::Command;
use clap_complete::Shell;

/// The completion script of a shell.
pub(crate) fn script(program: &mut Command, shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, program, "payspec", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    for command in program.get_subcommands() {
        let values = values(command);
        if values.is_empty() {
            continue;
        }
        let name = command.get_name();
        match shell {
            Shell::Fish => {
                let values = values.join(" ");
                script.push_str(&format!(
                    "complete -c payspec -n \"__fish_payspec_using_subcommand {name}\" -f -a \"{values}\"\n"
                ));
            }
            Shell::Elvish => {
                let candidate = |value: &String| format!("\n            cand {value} {value}");
                insert(&mut script, &format!("&'payspec;{name}'= {{"), values.iter().map(candidate));
            }
            Shell::PowerShell => {
                let candidate = |value: &String| {
                    format!(
                        "\n            [CompletionResult]::new('{value}', '{value}', [CompletionResultType]::ParameterValue, '{value}')"
                    )
                };
                insert(&mut script, &format!("'payspec;{name}' {{"), values.iter().map(candidate));
            }
            _ => {}
        }
    }
    script
}

/// The values of the first positional argument: names, which need no quotes in any shell.
fn values(command: &Command) -> Vec<String> {
    let values = command.get_positionals().next().map(clap::Arg::get_possible_values);
    values.unwrap_or_default().iter().map(|value| value.get_name().to_owned()).collect()
}

/// Inserts lines after a text that opens a block.
fn insert(script: &mut String, opening: &str, lines: impl Iterator<Item = String>) {
    if let Some(at) = script.find(opening) {
        script.insert_str(at + opening.len(), &lines.collect::<String>());
    }
}
