//! What is proved of functions. Schema `heaplight.facts/1`, described in `docs/facts.md`.

use std::{
    io::{self, Write},
    path::Path,
};

use serde::Serialize;

use crate::{
    config::PythonVersion,
    facts::{AllocationFacts, Certainty, Escape, FunctionFacts, FunctionKind, NameFacts, ParameterFacts, PointFacts},
};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    python: String,
    file: String,
    functions: Vec<FunctionJson<'a>>,
}

#[derive(Serialize)]
struct FunctionJson<'a> {
    name: &'a str,
    line: u32,
    kind: &'static str,
    complete: bool,
    calls_unknown: bool,
    parameters: Vec<ParameterJson<'a>>,
    allocations: Vec<AllocationJson<'a>>,
    points: Vec<PointJson<'a>>,
    releases: Vec<ReleaseJson<'a>>,
    exits: Vec<ExitJson<'a>>,
}

#[derive(Serialize)]
struct ParameterJson<'a> {
    name: &'a str,
    kept: &'static str,
    mutated: &'static str,
    mutated_at: &'a [u32],
    returned: &'static str,
    iterated: &'static str,
    passed_on: &'static str,
}

#[derive(Serialize)]
struct AllocationJson<'a> {
    line: u32,
    column: u32,
    #[serde(rename = "type")]
    type_name: Option<&'a str>,
    size: Option<Range>,
    many: bool,
    escapes: Vec<&'static str>,
    mutated_at: &'a [u32],
    reclaimed_at: &'a [u32],
}

#[derive(Serialize)]
struct PointJson<'a> {
    line: u32,
    names: Vec<NameJson<'a>>,
    same: &'a [(String, String)],
    owns: &'a [(String, String)],
}

#[derive(Serialize)]
struct NameJson<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    type_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    len: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allocation: Option<usize>,
}

#[derive(Serialize)]
struct ReleaseJson<'a> {
    line: u32,
    name: &'a str,
    owners: &'a [String],
}

#[derive(Serialize)]
struct ExitJson<'a> {
    line: u32,
    dying: &'a [Vec<String>],
}

/// `max` is left out where nothing bounds it.
#[derive(Serialize)]
struct Range {
    min: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<u64>,
}

impl From<(u64, u64)> for Range {
    fn from((min, max): (u64, u64)) -> Self {
        Self { min, max: (max != u64::MAX).then_some(max) }
    }
}

pub fn facts_json(
    functions: &[FunctionFacts],
    path: &Path,
    version: PythonVersion,
    out: &mut dyn Write,
) -> io::Result<()> {
    let document = Document {
        schema: "heaplight.facts/1",
        python: version.to_string(),
        file: path.to_string_lossy().replace('\\', "/"),
        functions: functions.iter().map(function).collect(),
    };
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}

fn function(f: &FunctionFacts) -> FunctionJson<'_> {
    FunctionJson {
        name: &f.name,
        line: f.line,
        kind: match f.kind {
            FunctionKind::Function => "function",
            FunctionKind::Generator => "generator",
            FunctionKind::Coroutine => "coroutine",
        },
        complete: f.complete,
        calls_unknown: f.calls_unknown,
        parameters: f.parameters.iter().map(parameter).collect(),
        allocations: f.allocations.iter().map(allocation).collect(),
        points: f.points.iter().map(point).collect(),
        releases: f.releases.iter().map(|r| ReleaseJson { line: r.line, name: &r.name, owners: &r.owners }).collect(),
        exits: f.exits.iter().map(|e| ExitJson { line: e.line, dying: &e.dying }).collect(),
    }
}

fn parameter(p: &ParameterFacts) -> ParameterJson<'_> {
    ParameterJson {
        name: &p.name,
        kept: certainty(p.kept),
        mutated: certainty(p.mutated),
        mutated_at: &p.mutated_at,
        returned: certainty(p.returned),
        iterated: certainty(p.iterated),
        passed_on: certainty(p.passed_on),
    }
}

fn certainty(c: Certainty) -> &'static str {
    match c {
        Certainty::Never => "never",
        Certainty::May => "may",
    }
}

fn allocation(a: &AllocationFacts) -> AllocationJson<'_> {
    AllocationJson {
        line: a.line,
        column: a.column,
        type_name: a.type_name.as_deref(),
        size: a.size.map(Range::from),
        many: a.many,
        escapes: a.escapes.iter().map(|&e| escape(e)).collect(),
        mutated_at: &a.mutated_at,
        reclaimed_at: &a.reclaimed_at,
    }
}

fn escape(e: Escape) -> &'static str {
    match e {
        Escape::Return => "return",
        Escape::Yield => "yield",
        Escape::Argument => "argument",
        Escape::Stored => "stored",
    }
}

fn point(p: &PointFacts) -> PointJson<'_> {
    PointJson { line: p.line, names: p.names.iter().map(name).collect(), same: &p.same, owns: &p.owns }
}

fn name(n: &NameFacts) -> NameJson<'_> {
    NameJson {
        name: &n.name,
        type_name: &n.type_name,
        len: n.len.map(Range::from),
        size: n.size.map(Range::from),
        allocation: n.allocation,
    }
}
