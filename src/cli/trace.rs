use std::{
    io::{self, Write},
    path::PathBuf,
};

use super::exit::{self, Exit, Failure};
use super::single::{self, Answer};
use crate::{
    config::PythonVersion,
    facts::{self, Trace},
    output,
};

/// Run a file in the simulation, step by step: names, objects, sizes, owners, deaths
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    file: PathBuf,
    /// How to print the steps.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    output_format: Format,
    /// The CPython that is simulated [default: `requires-python`, else 3.13].
    #[arg(long, value_name = "3.9..3.14")]
    target_version: Option<PythonVersion>,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Format {
    /// For people
    Text,
    /// Schema heaplight.trace/1
    Json,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
    match single::ask(&arguments.file, arguments.target_version, facts::trace) {
        Ok(answer) => write(&answer, arguments, out).map(|()| Exit::Clean).map_err(Failure::from),
        Err(problem) => {
            exit::error(err, &problem.to_string())?;
            Ok(exit::of(problem.kind))
        }
    }
}

fn write(answer: &Answer<Trace>, arguments: &Arguments, out: &mut dyn Write) -> io::Result<()> {
    let Answer { text, version, value: trace } = answer;
    match arguments.output_format {
        Format::Text => output::trace_text(trace, text, *version, out),
        Format::Json => output::trace_json(trace, &arguments.file, *version, out),
    }
}
