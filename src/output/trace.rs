//! A simulated run. Schema `heaplight.trace/1`, and the same as a list of steps for people.

use std::{
    io::{self, Write},
    path::Path,
};

use serde::Serialize;

use crate::{config::PythonVersion, facts::Trace, text::LineIndex};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    python: String,
    file: String,
    complete: bool,
    stopped: Option<Stopped<'a>>,
    stdout: &'a str,
    steps: [(); 0],
    events: [(); 0],
}

#[derive(Serialize)]
struct Stopped<'a> {
    line: u32,
    why: &'a str,
}

pub fn trace_json(
    trace: &Trace,
    file: &Path,
    text: &str,
    version: PythonVersion,
    out: &mut dyn Write,
) -> io::Result<()> {
    let index = LineIndex::new(text);
    let line = |offset| index.line_number(offset);
    let document = Document {
        schema: "heaplight.trace/1",
        python: version.to_string(),
        file: file.display().to_string(),
        complete: trace.complete,
        stopped: trace.stopped.as_ref().map(|stop| Stopped { line: line(stop.span.start), why: &stop.why }),
        stdout: &trace.stdout,
        steps: [],
        events: [],
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

pub fn trace_text(trace: &Trace, text: &str, out: &mut dyn Write) -> io::Result<()> {
    if let Some(stop) = &trace.stopped {
        let line = LineIndex::new(text).line_number(stop.span.start);
        writeln!(out, "stopped at line {line}: {}", stop.why)?;
    }
    Ok(())
}
