//! What is proved of a source: the public result of the simulation, which rules and annotations read.

mod again;
mod bytes;
mod earlier;
mod function;
mod line;
mod query;
#[cfg(test)]
mod seeded;
mod untouched;

use crate::{
    config::{PythonVersion, Settings},
    interpret::{self, Analysis, Focus},
    notebook,
    semantic::{self, Interest, Outline},
    syntax::Parsed,
    text::{LineIndex, Span},
};

pub use crate::cpython::{
    effects::Drain,
    mutability::{Mutability, mutability},
};
pub use crate::syntax::{Source, SourceKind};
pub use again::{Again, Remembered, analyze_again};
pub use bytes::{bytes_and_blocks, human_bytes};
pub use earlier::Earlier;
pub use function::{
    AllocationFacts, Certainty, Escape, ExitFacts, FunctionFacts, NameFacts, ParameterFacts, PointFacts, ReleaseFacts,
    functions,
};
pub use interpret::{
    Abroad, Alone, Binding, Bound, ClassAttribute, CodeInfo, Copied, Declared, Deed, Deeds, Demand, Element, Elements,
    Equality, Event, EventKind, EventOf, Exposed, Fate, FunctionKind, FunctionSummary, HeapPicture, Held, Holding,
    ImportedCall, Imports, Keeper, KeyedBy, Lifetime, Loop, Measure, NameFact, Note, NoteOf, ObjectStory, Origin,
    Owner, PictureFrame, PictureObject, Pin, Raised, Reference, Replaced, Seen, Sharing, Step, Stopped, StoryEvent,
    Through, Told, Touch, Trace,
};
pub use line::Line;
pub use query::Place;
pub use untouched::{Untouched, untouched};

/// Everything that is known of one file. Holds no part of its tree.
#[derive(Debug, Default)]
pub struct Facts {
    /// The objects that the code makes, with what it does to each.
    pub objects: Vec<ObjectStory>,
    /// What instructions do, for annotations.
    pub notes: Vec<Note>,
    codes: Vec<CodeInfo>,
    captured: Vec<String>,
    functions: Vec<String>,
    raised: Vec<String>,
    lines: Option<LineIndex>,
    /// The lines that head the cells of a notebook, from where lines count, and the numbers of the cells.
    cells: Vec<(u32, u32)>,
    large_bytes: u64,
    target_version: PythonVersion,
    pub coverage: Coverage,
    /// Functions of other files, whose summaries would tell more.
    pub asked: Vec<ImportedCall>,
    /// What it is to the other files of the run.
    pub outline: Outline,
}

/// How much of what was simulated stayed unknown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Coverage {
    /// Values that the simulation looked at.
    pub values: u64,
    /// Those of them of which nothing is known.
    pub unknown: u64,
    /// Functions that were left before their ends, because there is a limit to the steps; the module counts as one.
    pub unfinished: u64,
}

/// What is true of every function of a source that rules may have something to say about, without running it from
/// the top.
#[must_use]
pub fn analyze(parsed: &Parsed, source: Source<'_>, settings: &Settings, demand: Demand) -> Facts {
    analyze_for(demand, parsed, source, settings, Imports::default())
}

/// As [`analyze`], with what is known of the other files of a project.
#[must_use]
pub fn analyze_among(
    parsed: &Parsed,
    source: Source<'_>,
    settings: &Settings,
    demand: Demand,
    imports: Imports,
) -> Facts {
    analyze_for(demand, parsed, source, settings, imports)
}

/// What functions of a module, each by its name, do to their arguments in certain calls, for the files that import them.
#[must_use]
pub fn summarize(
    parsed: &Parsed,
    source: Source<'_>,
    settings: &Settings,
    calls: &[(&str, &ImportedCall)],
) -> Vec<Option<FunctionSummary>> {
    if source.kind == SourceKind::Stub {
        return vec![None; calls.len()];
    }
    interpret::summarize(&parsed.module, source.text, &semantic::bind(&parsed.module), settings, calls)
}

/// What a file does to things of another, each by the dotted path by which it knows it.
#[must_use]
pub fn deeds(parsed: &Parsed, source: Source<'_>, settings: &Settings, things: &[(String, Exposed)]) -> Vec<Told> {
    interpret::deeds(&parsed.module, source.text, &semantic::bind(&parsed.module), settings, things)
}

/// What is true of every function of a source: rules find the same in it, annotations more.
#[must_use]
pub fn analyze_all(parsed: &Parsed, source: Source<'_>, settings: &Settings) -> Facts {
    analyze_for(Demand::Annotations, parsed, source, settings, Imports::default())
}

/// As [`analyze_all`], for the functions that touch a place, the classes around them, and the module itself.
#[must_use]
pub fn analyze_place(parsed: &Parsed, source: Source<'_>, settings: &Settings, place: Span) -> Facts {
    if source.kind == SourceKind::Stub {
        return Facts::default();
    }
    let bindings = semantic::bind(&parsed.module);
    let statements = parsed.module.body.iter().map(crate::syntax::span_of);
    let touched: Vec<Span> = statements.filter(|s| s.start <= place.end && place.start <= s.end).collect();
    let (focus, imports) = (Focus::Seen(&touched, place), Imports::default());
    let analysis =
        interpret::analyze(&parsed.module, source.text, &bindings, settings, Demand::Annotations, imports, focus);
    from_analysis(analysis, source, settings)
}

fn analyze_for(demand: Demand, parsed: &Parsed, source: Source<'_>, settings: &Settings, imports: Imports) -> Facts {
    if source.kind == SourceKind::Stub {
        return Facts::default();
    }
    let mut bindings = semantic::bind(&parsed.module);
    if demand == Demand::Rules {
        bindings.forget(Interest::ON_REQUEST);
    }
    let outline =
        if imports.packages.is_empty() { Outline::default() } else { bindings.outline(|path| imports.may_have(path)) };
    let analysis = interpret::analyze(&parsed.module, source.text, &bindings, settings, demand, imports, Focus::All);
    Facts { outline, ..from_analysis(analysis, source, settings) }
}

fn from_analysis(analysis: Analysis, source: Source<'_>, settings: &Settings) -> Facts {
    let coverage =
        Coverage { values: analysis.values, unknown: analysis.unknown, unfinished: analysis.effort.unfinished as u64 };
    if analysis.objects.is_empty() && analysis.notes.is_empty() && analysis.codes.is_empty() {
        return Facts { coverage, asked: analysis.asked, ..Facts::default() };
    }
    Facts {
        objects: analysis.objects,
        notes: analysis.notes,
        codes: analysis.codes,
        captured: analysis.captured,
        functions: analysis.functions,
        raised: analysis.raised,
        lines: Some(LineIndex::new(source.text)),
        cells: if source.kind == SourceKind::Notebook { notebook::headers(source.text) } else { Vec::new() },
        large_bytes: settings.large_bytes,
        target_version: settings.target_version,
        coverage,
        asked: analysis.asked,
        outline: Outline::default(),
    }
}

/// The heap when a line (from 1) has run; nothing where no code that is followed runs on it.
#[must_use]
pub fn heap_at(parsed: &Parsed, source: Source<'_>, settings: &Settings, line: u32) -> Option<HeapPicture> {
    let bindings = semantic::bind(&parsed.module);
    interpret::heap_at(&parsed.module, source.text, &bindings, settings, line)
}

/// Runs a source from the top as far as everything is known.
#[must_use]
pub fn trace(parsed: &Parsed, source: Source<'_>, settings: &Settings) -> Trace {
    interpret::trace(&parsed.module, source.text, settings.target_version)
}
