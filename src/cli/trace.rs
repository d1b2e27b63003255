use std::{
    io::{self, Write},
    path::PathBuf,
};

use super::exit::{self, Exit, Failure};
use crate::{
    config::{Options, PythonVersion, Selection},
    facts::{self, Source, SourceKind, Trace},
    output,
    project::{self, Lookup, Problem},
    rules,
    syntax::{self, SyntaxError},
    text::LineIndex,
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
    match trace(arguments) {
        Ok(traced) => write(&traced, arguments, out).map(|()| Exit::Clean).map_err(Failure::from),
        Err(problem) => {
            exit::error(err, &problem.to_string())?;
            Ok(exit::of(problem.kind))
        }
    }
}

struct Traced {
    text: String,
    version: PythonVersion,
    trace: Trace,
}

fn trace(arguments: &Arguments) -> Result<Traced, Problem> {
    let path = &arguments.file;
    let text = project::read_source(path)?;
    let options = Options { target_version: arguments.target_version, selection: Selection::default() };
    let settings = &Lookup::new(options, rules::names()).of_file(path)?.settings;
    let trace = project::isolated(path, || {
        let parsed = syntax::parse(&text);
        match parsed.errors.first() {
            Some(error) => Err(syntax_error(arguments, &text, error)),
            None => Ok(facts::trace(&parsed, Source { text: &text, kind: SourceKind::of(path) }, settings)),
        }
    })??;
    Ok(Traced { version: settings.target_version, trace, text })
}

fn syntax_error(arguments: &Arguments, text: &str, error: &SyntaxError) -> Problem {
    let place = LineIndex::new(text).line_column(text, error.span.start);
    let message = format!("syntax error: {}", error.message);
    Problem { place: Some(place), ..Problem::unreadable(&arguments.file, message) }
}

fn write(traced: &Traced, arguments: &Arguments, out: &mut dyn Write) -> io::Result<()> {
    let Traced { text, version, trace } = traced;
    match arguments.output_format {
        Format::Text => output::trace_text(trace, text, *version, out),
        Format::Json => output::trace_json(trace, &arguments.file, *version, out),
    }
}
