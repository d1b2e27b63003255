use std::{io::Write, path::PathBuf, str::FromStr};

use super::exit::{self, Exit, Failure};
use super::single;
use crate::{
    annotations::{self, Hint, HintLevel},
    config::{PythonVersion, Selection, Settings},
    diagnostic::Diagnostic,
    facts::{self, Facts, Source},
    output, rules,
    syntax::Parsed,
};

/// A file with what its lines do to memory at their ends; with a line, all that is known of it
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// A file, or one of its lines: `FILE:LINE`
    #[arg(value_name = "FILE[:LINE]")]
    place: FilePlace,
    /// How much to show: surprises, references or all.
    #[arg(long, default_value = "all")]
    level: HintLevel,
    /// The CPython of which it is true [default: `requires-python`, else 3.13].
    #[arg(long, value_name = "3.9..3.14")]
    target_version: Option<PythonVersion>,
}

/// `FILE` or `FILE:LINE`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct FilePlace {
    pub(super) file: PathBuf,
    pub(super) line: Option<u32>,
}

impl FromStr for FilePlace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbered = text.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse::<u32>().ok()?)));
        match numbered {
            Some((_, 0)) => Err("lines count from 1".to_owned()),
            Some((file, line)) => Ok(Self { file: file.into(), line: Some(line) }),
            None => Ok(Self { file: text.into(), line: None }),
        }
    }
}

struct Shown {
    facts: Facts,
    hints: Vec<Hint>,
    findings: Vec<Diagnostic>,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
    match single::ask(&arguments.place.file, arguments.target_version, shown) {
        Ok(answer) => {
            let Shown { facts, hints, findings } = &answer.value;
            let hints = annotations::at_level(hints, arguments.level);
            let page = output::Annotated { text: &answer.text, facts, hints: &hints, findings };
            match arguments.place.line {
                Some(line) => page.write_line(line, out)?,
                None => page.write(out)?,
            }
            Ok(Exit::Clean)
        }
        Err(problem) => {
            exit::error(err, &problem.to_string())?;
            Ok(exit::of(problem.kind))
        }
    }
}

fn shown(parsed: &Parsed, source: Source<'_>, settings: &Settings) -> Shown {
    let facts = facts::analyze_all(parsed, source, settings);
    let findings = rules::finish(parsed, rules::run(&facts, &Selection::default()));
    let hints = annotations::all_hints(&facts, source.text);
    Shown { facts, hints, findings }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_follow_the_file() {
        let place = |text: &str| text.parse::<FilePlace>();
        assert_eq!(place("a.py"), Ok(FilePlace { file: "a.py".into(), line: None }));
        assert_eq!(place("a.py:12"), Ok(FilePlace { file: "a.py".into(), line: Some(12) }));
        assert_eq!(place("C:\\a.py"), Ok(FilePlace { file: "C:\\a.py".into(), line: None }));
        assert!(place("a.py:0").is_err());
    }
}
