//! What is made from the definition of the commands: completions of shells, and manual pages.

use std::process::Command;

use super::cli::{Folder, messages, succeeded, text};

const SHELLS: &[&str] = &["bash", "elvish", "fish", "powershell", "zsh"];

/// The long options that the help of a command names.
fn long_options(help: &str) -> Vec<&str> {
    help.lines()
        .filter_map(|line| line.split_whitespace().find(|word| word.starts_with("--")))
        .map(|word| word.trim_end_matches(','))
        .collect()
}

/// The commands below one, as its help lists them.
fn commands(help: &str) -> Vec<&str> {
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    let names = list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help").collect()
}

#[test]
fn every_shell_gets_every_command_and_option() {
    let folder = Folder::new("completions");
    let names = succeeded(&folder.run("--help"));
    let help = succeeded(&folder.run("annotate -h"));
    let options: Vec<&str> = help.lines().filter_map(|line| line.trim_start().strip_prefix("--")?.split_whitespace().next()).collect();
    assert!(commands(&names).len() > 8 && options.len() > 15, "{names}{help}");
    for shell in SHELLS {
        let script = succeeded(&folder.run(&format!("completions {shell}")));
        for word in commands(&names).iter().chain(&options) {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
}

#[test]
fn bash_completes_commands_options_and_values() {
    let folder = Folder::new("bash");
    let script = succeeded(&folder.run("completions bash"));
    let folder = folder.with("biospan.bash", script);
    for (words, expected) in [
        ("biospan ann", "annotate"),
        ("biospan annotate --min-s", "--min-score"),
        ("biospan annotate --format pubt", "pubtator"),
        ("biospan dict look", "lookup"),
    ] {
        let count = words.split(' ').count() - 1;
        let (before, last) = words.rsplit_once(' ').expect("there are two words");
        let ask = format!(
            "source ./biospan.bash; COMP_WORDS=({words}); COMP_CWORD={count}; COMP_LINE='{words}'; \
             _biospan biospan '{last}' '{before}'; echo \"${{COMPREPLY[@]}}\"",
            before = before.rsplit(' ').next().unwrap_or_default(),
        );
        let Ok(output) = Command::new("bash").current_dir(&folder.path).args(["--norc", "-c", &ask]).output() else {
            println!("skipped: no bash here");
            return;
        };
        let offered = text(&output.stdout);
        assert!(offered.split_whitespace().any(|word| word == expected), "{words}: {offered}{}", text(&output.stderr));
    }
}

#[test]
fn an_unknown_shell_is_told_which_there_are() {
    let lines = messages(&Folder::new("no-shell").run("completions csh"));
    assert!(SHELLS.iter().all(|shell| lines[0].contains(shell)), "{lines:?}");
}

#[test]
fn every_command_has_a_page_with_all_its_options() {
    let folder = Folder::new("pages");
    succeeded(&folder.run("man --output-dir man1"));
    let page = |name: &str| std::fs::read_to_string(folder.path.join("man1").join(format!("{name}.1"))).expect("the page is there");
    let plain = |name: &str| page(name).replace("\\-", "-").replace("\\fB", "").replace("\\fR", "").replace("\\fI", "");
    let mut below = vec![String::new()];
    let mut pages = 0;
    while let Some(path) = below.pop() {
        let help = succeeded(&folder.run(&format!("{path} --help")));
        below.extend(commands(&help).iter().map(|name| format!("{path} {name}").trim_start().to_owned()));
        let name = format!("biospan {path}").trim_end().replace(' ', "-");
        for option in long_options(&help) {
            assert!(plain(&name).contains(option), "{name}: {option} is missing");
        }
        assert_eq!(succeeded(&folder.run(&format!("man {path}"))), page(&name));
        assert!(page(&name).contains(&format!(".TH {name} 1")) && !page(&name).contains("EXTRA"), "{}", page(&name));
        pages += 1;
    }
    let written = std::fs::read_dir(folder.path.join("man1")).expect("the folder is there").count();
    assert!(pages > 20 && pages == written, "{pages} commands, {written} pages");
    assert!(plain("biospan").contains("EXIT CODES\"\n") && plain("biospan-annotate").contains(".SH EXAMPLES\n.nf\n"));
}

#[test]
fn a_page_of_no_command_is_refused() {
    let lines = messages(&Folder::new("no-page").run("man dict nothing"));
    assert_eq!(lines, ["biospan: nothing: biospan dict has no such command; its --help lists what there is"]);
}
