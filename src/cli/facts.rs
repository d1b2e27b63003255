use std::{io::Write, path::PathBuf};

use super::exit::{self, Exit, Failure};
use super::single;
use crate::{config::PythonVersion, facts, output};

/// What is proved of every function of a file, whatever it is called with
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    file: PathBuf,
    /// How to print the facts.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    output_format: Format,
    /// The CPython of which they are true [default: `requires-python`, else 3.13].
    #[arg(long, value_name = "3.9..3.14")]
    target_version: Option<PythonVersion>,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Format {
    /// Schema heaplight.facts/1
    Json,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
    match single::ask(&arguments.file, arguments.target_version, facts::functions) {
        Ok(answer) => {
            let Format::Json = arguments.output_format;
            output::facts_json(&answer.value, &arguments.file, answer.version, out)?;
            Ok(Exit::Clean)
        }
        Err(problem) => {
            exit::error(err, &problem.to_string())?;
            Ok(exit::of(problem.kind))
        }
    }
}
