//! A simulated run. Schema `heaplight.trace/1`, and the same as a list of steps for people.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::Path,
};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::{
    config::PythonVersion,
    facts::{Event, EventKind, NameFact, Step, Trace},
    text::{LineIndex, visible},
};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    python: String,
    file: String,
    complete: bool,
    stopped: Option<StoppedJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exception: Option<ExceptionJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stdout: Option<&'a str>,
    steps: Vec<StepJson<'a>>,
    events: Vec<EventJson<'a>>,
}

#[derive(Serialize)]
struct StoppedJson<'a> {
    line: u32,
    why: &'a str,
}

#[derive(Serialize)]
struct ExceptionJson<'a> {
    #[serde(rename = "type")]
    class: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct StepJson<'a> {
    frame: &'a str,
    line: u32,
    n: u32,
    names: Ordered<'a, Ordered<'a, FactJson<'a>>>,
    same: &'a [Vec<String>],
}

/// A JSON object that keeps its order.
struct Ordered<'a, T>(Vec<(&'a str, T)>);

impl<T: Serialize> Serialize for Ordered<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// Unknown is left out.
#[derive(Serialize)]
struct FactJson<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    obj: &'a str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    type_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    len: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deep: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retained: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rc: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    immortal: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    holders: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
}

#[derive(Serialize)]
struct EventJson<'a> {
    kind: &'static str,
    obj: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'static str>,
    frame: &'a str,
    line: u32,
    step: usize,
}

impl<'a> FactJson<'a> {
    fn of(f: &'a NameFact) -> Self {
        Self {
            obj: &f.object,
            type_name: f.type_name.as_deref(),
            len: f.len,
            size: f.size,
            deep: f.deep,
            retained: f.retained,
            rc: f.count,
            immortal: f.immortal,
            holders: f.holders.as_deref(),
            value: f.value.as_deref(),
        }
    }
}

impl<'a> StepJson<'a> {
    fn of(s: &'a Step) -> Self {
        let namespace = |names: &'a [(String, NameFact)]| {
            Ordered(names.iter().map(|(name, fact)| (name.as_str(), FactJson::of(fact))).collect())
        };
        let names = s.names.iter().map(|(frame, names)| (frame.as_str(), namespace(names))).collect();
        Self { frame: &s.frame, line: s.line, n: s.n, names: Ordered(names), same: &s.same }
    }
}

impl<'a> EventJson<'a> {
    fn of(e: &'a Event) -> Self {
        let by = if e.by_gc { "gc" } else { "refcount" };
        let by = (e.kind != EventKind::Orphaned).then_some(by);
        Self { kind: kind_name(e.kind), obj: &e.object, by, frame: &e.frame, line: e.line, step: e.step }
    }
}

fn kind_name(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Reclaimed => "reclaimed",
        EventKind::DelCalled => "del_called",
        EventKind::Orphaned => "orphaned",
    }
}

pub fn trace_json(trace: &Trace, file: &Path, version: PythonVersion, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: "heaplight.trace/1",
        python: version.to_string(),
        file: file.display().to_string(),
        complete: trace.is_complete(),
        stopped: trace.stopped.as_ref().map(|s| StoppedJson { line: s.line, why: &s.why }),
        exception: trace.exception.as_ref().map(|e| ExceptionJson { class: &e.class, line: e.line }),
        stdout: trace.stdout.as_deref(),
        steps: trace.steps.iter().map(StepJson::of).collect(),
        events: trace.events.iter().map(EventJson::of).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// Step by step: the line, then what changed with it.
pub fn trace_text(trace: &Trace, text: &str, version: PythonVersion, out: &mut dyn Write) -> io::Result<()> {
    let index = LineIndex::new(text);
    let source = |line: u32| {
        let span = index.line_span(text, line.saturating_sub(1));
        text.get(span.start as usize..span.end as usize).unwrap_or("").trim()
    };
    writeln!(out, "simulated as CPython {version}")?;
    let mut shown: BTreeMap<(&str, &str), String> = BTreeMap::new();
    let mut events = trace.events.iter().peekable();
    for (i, step) in trace.steps.iter().enumerate() {
        let place = if step.frame == "<module>" { String::new() } else { format!("  in {}", step.frame) };
        let visit = if step.n > 1 { format!(" (time {})", step.n) } else { String::new() };
        writeln!(out, "\n{:>4} | {}{place}{visit}", step.line, visible(source(step.line)))?;
        for (frame, names) in &step.names {
            for (name, fact) in names {
                let line = describe(fact);
                if shown.get(&(frame.as_str(), name.as_str())) != Some(&line) {
                    writeln!(out, "       {name} -> {}", visible(&line))?;
                    shown.insert((frame, name), line);
                }
            }
        }
        for group in &step.same {
            writeln!(out, "       one object: {}", names_of(group))?;
        }
        while let Some(event) = events.next_if(|e| e.step <= i) {
            writeln!(out, "       {}", visible(&narrate(event)))?;
        }
    }
    match (&trace.exception, &trace.stopped) {
        (Some(e), _) => writeln!(out, "\n{} is raised on line {} and ends the program", e.class, e.line)?,
        (_, Some(s)) => writeln!(out, "\nstopped at line {}: {}", s.line, s.why)?,
        _ => {}
    }
    if let Some(stdout) = trace.stdout.as_deref().filter(|s| !s.is_empty()) {
        writeln!(out, "\nit prints:\n{}", visible(stdout.trim_end()))?;
    }
    Ok(())
}

/// More names of one object are not listed at each step.
const MANY_NAMES: usize = 20;

fn names_of(group: &[String]) -> String {
    match group.get(MANY_NAMES..) {
        Some(more @ [_, ..]) => format!("{} and {} more names", group[..MANY_NAMES].join(" = "), more.len()),
        _ => group.join(" = "),
    }
}

fn describe(f: &NameFact) -> String {
    let mut parts = vec![f.object.clone()];
    parts.extend(f.value.as_ref().filter(|v| !f.object.contains(v.as_str())).cloned());
    parts.extend(f.size.map(|s| format!("{s} bytes")));
    parts.extend(f.retained.filter(|r| Some(*r) != f.size && *r > 0).map(|r| format!("{r} bytes go with it")));
    if let Some(holders) = f.holders.as_ref().filter(|h| h.len() > 1) {
        parts.push(format!("owned by {}", holders.join(", ")));
    }
    parts.join(" · ")
}

fn narrate(e: &Event) -> String {
    match (e.kind, e.by_gc) {
        (EventKind::Reclaimed, false) => format!("{} is freed: its last reference went", e.object),
        (EventKind::Reclaimed, true) => format!("{} is freed by the cycle collector", e.object),
        (EventKind::DelCalled, _) => format!("{}.__del__ runs", e.object),
        (EventKind::Orphaned, _) => format!("{} is out of reach: only the cycle collector can free it", e.object),
    }
}
