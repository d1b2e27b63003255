//! Analyses to put in the server's place of heaplight's own: they do what the text tells them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use heaplight::{
    annotations::{Hint, HintKind, HintLevel, Hover},
    diagnostic::{Diagnostic, Group, Related, Severity, Verdict},
    project::Configuration,
    server::{Analysis, Annotations, Basis, Cancel},
    syntax::{Source, SourceKind},
    text::Span,
};

fn finding(message: &str, primary: Span, related: Vec<Related>) -> Diagnostic {
    Diagnostic {
        rule: "some-rule",
        group: Group::Sharing,
        severity: Severity::Warning,
        verdict: Verdict::Proved,
        message: message.to_owned(),
        primary,
        related,
        fixes: Vec::new(),
    }
}

fn nothing() -> Analysis {
    Analysis {
        diagnostics: Vec::new(),
        hint_level: HintLevel::default(),
        basis: None,
        annotate: Box::new(|_| Annotations { hints: Vec::new(), facts: Arc::default(), hover: Box::new(|_| None) }),
    }
}

/// Panics on a text that says `PANIC`.
pub fn fragile(Source { text, .. }: Source<'_>, _: &Configuration, _: Option<&Arc<Basis>>, _: &Cancel) -> Analysis {
    assert!(!text.contains("PANIC"), "the text asks for it");
    nothing()
}

pub static SLOW_STARTED: AtomicUsize = AtomicUsize::new(0);
pub static SLOW_STOPPED: AtomicUsize = AtomicUsize::new(0);

/// Works for ten seconds on a text that says `SLOW`, unless it is cancelled.
pub fn slow(Source { text, .. }: Source<'_>, _: &Configuration, _: Option<&Arc<Basis>>, cancel: &Cancel) -> Analysis {
    if text.contains("SLOW") {
        SLOW_STARTED.fetch_add(1, Ordering::SeqCst);
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(10) {
            if cancel.is_set() {
                SLOW_STOPPED.fetch_add(1, Ordering::SeqCst);
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    nothing()
}

/// Takes a while for each text.
pub fn patient(_: Source<'_>, _: &Configuration, _: Option<&Arc<Basis>>, _: &Cancel) -> Analysis {
    std::thread::sleep(Duration::from_millis(40));
    nothing()
}

pub static COUNTED: AtomicUsize = AtomicUsize::new(0);

/// Counts its calls.
pub fn counting(_: Source<'_>, _: &Configuration, _: Option<&Arc<Basis>>, _: &Cancel) -> Analysis {
    COUNTED.fetch_add(1, Ordering::SeqCst);
    nothing()
}

/// A finding, a hint and a hover on every line that says `list`, all pointing back to the first such place.
pub fn talkative(Source { text, .. }: Source<'_>, _: &Configuration, _: Option<&Arc<Basis>>, _: &Cancel) -> Analysis {
    let mut analysis = nothing();
    let places: Vec<Span> =
        text.match_indices("list").map(|(at, word)| Span::new(at as u32, (at + word.len()) as u32)).collect();
    let mut hints = Vec::new();
    for &place in &places {
        let line_end = text[place.end as usize..].find('\n').map_or(text.len(), |rest| place.end as usize + rest);
        hints.push(Hint {
            offset: line_end as u32,
            label: "same list as a".to_owned(),
            kind: HintKind::SameObject,
            level: HintLevel::Surprises,
            target: places.first().copied(),
            says: "one list".to_owned(),
            why: "Shown to be tested.",
            names: Vec::new(),
            thing: None,
            also: Vec::new(),
        });
        let story = vec![Related { span: places[0], message: "made here".to_owned() }];
        analysis.diagnostics.push(finding("one list, two names", place, story));
    }
    analysis.annotate = Box::new(move |_| {
        let places = places.clone();
        let hover = move |offset| {
            let span = *places.iter().find(|span: &&Span| span.contains(offset))?;
            Some(Hover { span, markdown: "**list** of 2".to_owned() })
        };
        Annotations { hints: hints.clone(), facts: Arc::default(), hover: Box::new(hover) }
    });
    analysis
}

/// Finds what it was told about the file.
pub fn told(source: Source<'_>, configuration: &Configuration, _: Option<&Arc<Basis>>, _: &Cancel) -> Analysis {
    let kind = match source.kind {
        SourceKind::Module => "module",
        SourceKind::Notebook => "notebook",
        SourceKind::Stub => "stub",
    };
    let mut analysis = nothing();
    analysis.diagnostics.push(finding(
        &format!("{} {kind}", configuration.settings.target_version),
        Span::default(),
        Vec::new(),
    ));
    analysis
}
