//! Functions as they are whatever they are called with.

use super::{EventOf, ObjectStory, Origin, Source, SourceKind};
use crate::bytecode::CodeId;
use crate::config::Settings;
use crate::heap::ObjId;
use crate::interpret::{
    AnalysedFunction, Analysis, Demand, Exit, Focus, FunctionKind, Imports, NameAt, Point, Published, Release,
};
use crate::syntax::Parsed;
use crate::text::LineIndex;
use crate::{interpret, semantic};
use rustc_hash::{FxHashMap, FxHashSet};

/// What is proved of one function.
#[derive(Clone, Debug)]
pub struct FunctionFacts {
    /// `__qualname__`
    pub name: String,
    /// `co_firstlineno`
    pub line: u32,
    pub kind: FunctionKind,
    /// It was followed on every path. If not, nothing else is told.
    pub complete: bool,
    /// It calls code that is not in view: what that does to objects it can reach by itself is not told.
    pub calls_unknown: bool,
    pub parameters: Vec<ParameterFacts>,
    pub allocations: Vec<AllocationFacts>,
    pub points: Vec<PointFacts>,
    pub releases: Vec<ReleaseFacts>,
    pub exits: Vec<ExitFacts>,
}

/// What a function does to an argument.
#[derive(Clone, Debug)]
pub struct ParameterFacts {
    pub name: String,
    /// Put into another object, a global or a cell.
    pub kept: Certainty,
    /// Its contents are changed, on these lines.
    pub mutated: Certainty,
    pub mutated_at: Vec<u32>,
    pub returned: Certainty,
    /// Run over by a loop or a builtin.
    pub iterated: Certainty,
    /// Handed to code that is not in view, which may do all of the above.
    pub passed_on: Certainty,
}

/// Whether something happens in a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Certainty {
    Never,
    May,
}

/// A place that makes an object.
#[derive(Clone, Debug)]
pub struct AllocationFacts {
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    pub type_name: Option<String>,
    /// Bytes by `sys.getsizeof` wherever a name holds it, at least and at most.
    pub size: Option<(u64, u64)>,
    /// One call makes many: it stands in a loop.
    pub many: bool,
    /// How it may get out of the function; none: it does not.
    pub escapes: Vec<Escape>,
    pub mutated_at: Vec<u32>,
    /// Lines at which it is reclaimed.
    pub reclaimed_at: Vec<u32>,
}

/// A way out of a function.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Escape {
    Return,
    Yield,
    /// An argument of a call that is not in view.
    Argument,
    /// Put into an object that others hold: an attribute, a global, a closure.
    Stored,
}

/// What holds whenever a line is about to run.
#[derive(Clone, Debug)]
pub struct PointFacts {
    pub line: u32,
    pub names: Vec<NameFacts>,
    pub same: Vec<(String, String)>,
    pub owns: Vec<(String, String)>,
}

/// What a name holds.
#[derive(Clone, Debug)]
pub struct NameFacts {
    pub name: String,
    pub type_name: String,
    pub len: Option<(u64, u64)>,
    pub size: Option<(u64, u64)>,
    /// Index among the allocations, where one call makes one such object.
    pub allocation: Option<usize>,
}

/// A name lets go of an object.
#[derive(Clone, Debug)]
pub struct ReleaseFacts {
    pub line: u32,
    pub name: String,
    /// Index among the allocations; none for an argument.
    pub allocation: Option<usize>,
    /// Names that go on holding it; none: it is reclaimed.
    pub owners: Vec<String>,
}

/// Objects that are reclaimed when a `return` has run, each with the names that alone hold it.
#[derive(Clone, Debug)]
pub struct ExitFacts {
    pub line: u32,
    pub dying: Vec<Vec<String>>,
}

/// What is proved of every function of a source.
#[must_use]
pub fn functions(parsed: &Parsed, source: Source<'_>, settings: &Settings) -> Vec<FunctionFacts> {
    if source.kind == SourceKind::Stub {
        return Vec::new();
    }
    let bindings = semantic::bind(&parsed.module);
    let analysis = interpret::analyze(
        &parsed.module,
        source.text,
        &bindings,
        settings,
        Demand::Facts,
        Imports::default(),
        Focus::All,
    );
    let lines = LineIndex::new(source.text);
    let collector = Collector::new(&analysis, &lines, source.text);
    analysis.published.functions.iter().map(|f| collector.function(f)).collect()
}

struct Collector<'a> {
    lines: &'a LineIndex,
    text: &'a str,
    objects: ByCode<'a, ObjectStory>,
    points: ByCode<'a, Point>,
    releases: ByCode<'a, Release>,
    exits: ByCode<'a, Exit>,
    escaped: FxHashSet<ObjId>,
    /// The lines at which an object is reclaimed, sorted.
    reclaimed: FxHashMap<ObjId, Vec<u32>>,
}

/// What is published, by the function that it is about.
struct ByCode<'a, T>(FxHashMap<CodeId, Vec<&'a T>>);

impl<'a, T> ByCode<'a, T> {
    fn new(all: &'a [T], code: impl Fn(&T) -> CodeId) -> Self {
        let mut groups: FxHashMap<CodeId, Vec<&T>> = FxHashMap::default();
        all.iter().for_each(|one| groups.entry(code(one)).or_default().push(one));
        Self(groups)
    }

    fn of(&self, code: CodeId) -> &[&'a T] {
        self.0.get(&code).map_or(&[], Vec::as_slice)
    }
}

impl<'a> Collector<'a> {
    fn new(analysis: &'a Analysis, lines: &'a LineIndex, text: &'a str) -> Self {
        let published = &analysis.published;
        Self {
            lines,
            text,
            objects: ByCode::new(&analysis.objects, |o| o.of),
            points: ByCode::new(&published.points, |p| p.code),
            releases: ByCode::new(&published.releases, |r| r.code),
            exits: ByCode::new(&published.exits, |e| e.code),
            escaped: published.escaped.iter().copied().collect(),
            reclaimed: reclaimed(published),
        }
    }

    fn function(&self, f: &AnalysedFunction) -> FunctionFacts {
        let stories = if f.complete { self.objects.of(f.code) } else { &[] };
        let parameters = stories.iter().filter_map(|o| self.parameter(o)).collect();
        let passed_in = |o: &ObjectStory| matches!(o.origin, Origin::Parameter { .. } | Origin::Default { .. });
        let made: Vec<&ObjectStory> = stories.iter().copied().filter(|o| !passed_in(o)).collect();
        let (points, releases, exits) = (self.points.of(f.code), self.releases.of(f.code), self.exits.of(f.code));
        FunctionFacts {
            name: f.qualname.clone(),
            line: f.first_line,
            kind: f.kind,
            complete: f.complete,
            calls_unknown: f.calls_unknown,
            parameters,
            allocations: made.iter().map(|o| self.allocation(f.code, o)).collect(),
            points: points.iter().map(|p| point(p, &made)).collect(),
            releases: releases
                .iter()
                .map(|r| ReleaseFacts {
                    line: r.line,
                    name: r.name.clone(),
                    allocation: made.iter().position(|o| o.id == r.object),
                    owners: r.owners.clone(),
                })
                .collect(),
            exits: exits
                .iter()
                .map(|e| ExitFacts { line: e.line, dying: e.dying.iter().map(|d| d.names.clone()).collect() })
                .filter(|e| !e.dying.is_empty())
                .collect(),
        }
    }

    fn parameter(&self, o: &ObjectStory) -> Option<ParameterFacts> {
        let Origin::Parameter { parameter, .. } = &o.origin else { return None };
        let may = |wanted: fn(&EventOf) -> bool| {
            if o.events.iter().any(|e| wanted(&e.kind)) { Certainty::May } else { Certainty::Never }
        };
        Some(ParameterFacts {
            name: parameter.clone(),
            kept: may(|e| matches!(e, EventOf::Stored | EventOf::Yielded)),
            mutated: may(|e| matches!(e, EventOf::Mutated { .. })),
            mutated_at: self.lines_of(o, |e| matches!(e, EventOf::Mutated { .. })),
            returned: may(|e| matches!(e, EventOf::Returned)),
            iterated: may(|e| matches!(e, EventOf::Iterated | EventOf::Consumed { .. })),
            passed_on: may(|e| matches!(e, EventOf::PassedOn)),
        })
    }

    fn allocation(&self, code: CodeId, o: &ObjectStory) -> AllocationFacts {
        let place = self.lines.line_column(self.text, o.made.start);
        let escaped = self.escaped.contains(&o.id);
        let seen: Vec<&NameAt> = self
            .points
            .of(code)
            .iter()
            .flat_map(|p| &p.names)
            .map(|(_, at)| at)
            .filter(|at| at.object == Some(o.id))
            .collect();
        let size = seen.iter().map(|at| at.size).reduce(|a, b| a.zip(b).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1))));
        AllocationFacts {
            line: place.line,
            column: place.column,
            type_name: (!o.type_name.is_empty()).then(|| o.type_name.clone()),
            size: size.flatten(),
            many: seen.is_empty(),
            escapes: escapes(o, escaped),
            mutated_at: self.lines_of(o, |e| matches!(e, EventOf::Mutated { .. })),
            reclaimed_at: self.reclaimed.get(&o.id).cloned().unwrap_or_default(),
        }
    }

    fn lines_of(&self, o: &ObjectStory, wanted: fn(&EventOf) -> bool) -> Vec<u32> {
        let events = o.events.iter().filter(|e| wanted(&e.kind));
        let mut out: Vec<u32> = events.map(|e| self.lines.line_number(e.span.start)).collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

fn reclaimed(published: &Published) -> FxHashMap<ObjId, Vec<u32>> {
    let released = published.releases.iter().filter(|r| r.owners.is_empty()).map(|r| (r.object, r.line));
    let at_exit = published.exits.iter().flat_map(|e| e.dying.iter().map(|d| (d.object, e.line)));
    let mut lines: FxHashMap<ObjId, Vec<u32>> = FxHashMap::default();
    released.chain(at_exit).for_each(|(object, line)| lines.entry(object).or_default().push(line));
    for at in lines.values_mut() {
        at.sort_unstable();
        at.dedup();
    }
    lines
}

fn escapes(o: &ObjectStory, escaped: bool) -> Vec<Escape> {
    let mut out: Vec<Escape> = o
        .events
        .iter()
        .filter_map(|e| match e.kind {
            EventOf::Returned => Some(Escape::Return),
            EventOf::Yielded => Some(Escape::Yield),
            EventOf::PassedOn => Some(Escape::Argument),
            _ => None,
        })
        .collect();
    out.sort_unstable();
    out.dedup();
    if escaped && out.is_empty() {
        out.push(Escape::Stored);
    }
    out
}

fn point(p: &Point, made: &[&ObjectStory]) -> PointFacts {
    let names = p.names.iter().map(|(name, at)| NameFacts {
        name: name.clone(),
        type_name: at.type_name.clone(),
        len: at.len,
        size: at.size,
        allocation: at.object.and_then(|id| made.iter().position(|o| o.id == id)),
    });
    PointFacts { line: p.line, names: names.collect(), same: p.same.clone(), owns: p.owns.clone() }
}
