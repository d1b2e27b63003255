use std::io::Write;

use super::exit::{self, Exit, Failure};
use super::show::FilePlace;
use super::single;
use crate::{
    config::{PythonVersion, Settings},
    facts::{self, Source},
    output::{self, HeapFormat},
    syntax::Parsed,
};

/// The heap when a line has run: frames, objects and the references between them
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    #[arg(value_name = "FILE:LINE")]
    place: FilePlace,
    /// How to draw it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The CPython of which it is true [default: `requires-python`, else 3.13].
    #[arg(long, value_name = "3.9..3.14")]
    target_version: Option<PythonVersion>,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Format {
    /// For the terminal
    Text,
    /// A vector graphic for light and dark pages
    Svg,
    /// Graphviz
    Dot,
    /// Mermaid, which GitHub draws
    Mermaid,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
    let Some(line) = arguments.place.line else {
        return Err(Failure::Message("which line? `heaplight graph FILE:LINE`".to_owned()));
    };
    let question =
        |parsed: &Parsed, source: Source<'_>, settings: &Settings| facts::heap_at(parsed, source, settings, line);
    match single::ask(&arguments.place.file, arguments.target_version, question) {
        Ok(answer) => match &answer.value {
            Some(picture) => {
                write!(out, "{}", output::draw_heap(picture, arguments.format.into()))?;
                Ok(Exit::Clean)
            }
            None => Err(Failure::Message(format!("no code that is followed runs on line {line}"))),
        },
        Err(problem) => {
            exit::error(err, &problem.to_string())?;
            Ok(exit::of(problem.kind))
        }
    }
}

impl From<Format> for HeapFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Svg => Self::Svg,
            Format::Dot => Self::Dot,
            Format::Mermaid => Self::Mermaid,
        }
    }
}
