//! The one place where the server meets the rest of the house: text and settings in, plain data out.

use crate::{
    annotations::{self, Hint, HintLevel, Hover},
    config::Settings,
    diagnostic::Diagnostic,
    facts::{self, Facts, FunctionFacts, SourceKind, Untouched},
    fixes,
    output::{self, HeapFormat},
    project::Configuration,
    rules::{self, Found, SYNTAX_ERROR},
    suppression,
    syntax::{self, Parsed, Source},
    text::{Change, Span},
};

use std::sync::{Arc, Mutex, TryLockError};

use super::worker::Cancel;

/// What is wrong in one version of one text, and how to find out what else there is to say.
pub struct Analysis {
    pub diagnostics: Vec<Diagnostic>,
    /// What the configuration file says; client and user may say otherwise.
    pub hint_level: HintLevel,
    /// What the next version can build on.
    pub basis: Option<Arc<Basis>>,
    /// What is shown beside the code; in a place alone if there is one.
    pub annotate: Annotate,
}

type Annotate = Box<dyn Fn(Option<Span>) -> Annotations + Send + Sync>;

/// What is shown beside the code. It takes longer than findings, and most of it is never looked at.
pub struct Annotations {
    /// Those of all levels, by offset.
    pub hints: Vec<Hint>,
    /// What tooltips and pictures are told from.
    pub facts: Arc<Facts>,
    /// The card at a UTF-8 byte offset. A function, because most cards are never asked for.
    pub hover: Box<dyn Fn(u32) -> Option<Hover> + Send + Sync>,
}

/// The tree that was looked at last, of whatever version of a text: all versions make theirs of it.
#[derive(Default)]
struct LastTree(Mutex<Option<(Arc<str>, Parsed)>>);

/// The tree of one version of a text.
struct Tree {
    text: Arc<str>,
    kind: SourceKind,
    last: Arc<LastTree>,
}

impl Tree {
    fn read<T>(&self, look: impl FnOnce(&Parsed) -> T) -> T {
        let mut last = match self.last.0.try_lock() {
            Ok(last) => last,
            Err(TryLockError::Poisoned(last)) => last.into_inner(),
            // Another version is looked at, which may take long.
            Err(TryLockError::WouldBlock) => return look(&syntax::parse_as(&self.text, self.kind)),
        };
        let parsed = match last.take() {
            Some((text, parsed)) if *text == *self.text => parsed,
            Some((before, parsed)) if self.kind == SourceKind::Module => {
                syntax::parse_again(parsed, &before, &self.text)
            }
            _ => syntax::parse_as(&self.text, self.kind),
        };
        let seen = look(&parsed);
        *last = Some((self.text.clone(), parsed));
        seen
    }
}

/// How an [`Analysis`] is made: [`analyze()`], or what a test puts in its place. With what was found in an earlier
/// version of the text, under the same configuration.
pub type Analyze = fn(Source<'_>, &Configuration, Option<&Arc<Basis>>, &Cancel) -> Analysis;

/// The last version of a text in which an edit could have changed what is found.
pub struct Basis {
    found: Arc<Found>,
    /// What was found in versions before that this one does not go on from, the last one first.
    earlier: Vec<Arc<Found>>,
    /// Suppressed, and with fixes.
    diagnostics: Vec<Diagnostic>,
    has_comments: bool,
    last_tree: Arc<LastTree>,
    /// If the text does not parse: the last one that did. What is half typed is soon complete.
    good: Option<Arc<Basis>>,
}

/// So many other versions are remembered.
const EARLIER: usize = 3;

impl Basis {
    /// What the next version may go on from, the last one first.
    fn known(&self) -> Vec<Arc<Found>> {
        let mut known = vec![self.found.clone()];
        known.extend(self.earlier.iter().chain(self.good.iter().map(|good| &good.found)).cloned());
        known
    }

    fn parses(&self) -> bool {
        self.diagnostics.iter().all(|finding| finding.rule != SYNTAX_ERROR)
    }

    /// It parses, and this edit of it does not. `false` where that is not seen quickly.
    pub(super) fn is_broken_by(&self, edited: &str) -> bool {
        self.parses() && self.found.parses_after(edited) == Some(false)
    }

    /// What was known that is so in this text, too, and what follows from it.
    fn applied_to(self: &Arc<Self>, source: Source<'_>) -> Option<(Arc<Self>, Vec<Diagnostic>)> {
        let mut known = std::iter::once(self).chain(&self.good);
        known.find_map(|basis| Some((basis.clone(), basis.carried_over(source)?)))
    }

    /// What is wrong in a text that differs from the basis in nothing that concerns a finding.
    fn carried_over(&self, source: Source<'_>) -> Option<Vec<Diagnostic>> {
        if self.found.text() == source.text {
            return Some(self.diagnostics.clone());
        }
        if source.kind != SourceKind::Module {
            return None;
        }
        let Untouched { change, errors, statement } = self.found.untouched(source.text)?;
        // Comments are reviewed only where all of the text parses.
        if self.has_comments && !(errors.is_empty() && self.parses()) {
            return None;
        }
        let ours = self.diagnostics.iter().filter(|finding| finding.rule != SYNTAX_ERROR);
        let mut diagnostics: Vec<Diagnostic> =
            ours.map(|finding| carried(finding, &change, statement)).collect::<Option<_>>()?;
        rules::add_errors(&errors, &mut diagnostics);
        Some(diagnostics)
    }
}

/// A finding with all that it says, if it is the same after a change in a statement.
fn carried(finding: &Diagnostic, change: &Change, statement: Span) -> Option<Diagnostic> {
    let fixes = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
    let related = finding.related.iter().map(|related| related.span);
    let mut places = std::iter::once(finding.primary).chain(related).chain(fixes);
    // Messages name lines. What a fix comes to depends on what stands around it.
    // What ends where something was typed may be longer now.
    let touches = |span: Span| span.start <= change.was().end && change.was().start <= span.end;
    let unmoved = places.all(|span| change.after_in_line(span).is_some() && !touches(span))
        && (finding.fixes.is_empty() || !statement.contains(finding.primary.start));
    unmoved.then(|| finding.moved(|span| change.after(span).unwrap_or(span)))
}

/// Analyses a text. Once `cancel` is set nobody reads the result, so any result will do.
#[must_use]
pub fn analyze(
    source: Source<'_>,
    configuration: &Configuration,
    before: Option<&Arc<Basis>>,
    _cancel: &Cancel,
) -> Analysis {
    let Configuration { settings, selection, hint_level } = configuration;
    let (text, kind): (Arc<str>, _) = (source.text.into(), source.kind);
    if let Some(basis) = before
        && let Some((basis, diagnostics)) = basis.applied_to(source)
    {
        let tree = Tree { text, kind, last: basis.last_tree.clone() };
        return Analysis {
            diagnostics,
            hint_level: *hint_level,
            basis: Some(basis),
            annotate: annotate(tree, settings),
        };
    }
    let last_tree = before.map(|basis| basis.last_tree.clone()).unwrap_or_default();
    let tree = Tree { text, kind, last: last_tree.clone() };
    let basis = tree.read(|parsed| {
        let mut known = before.map(|basis| basis.known()).unwrap_or_default();
        let all: Vec<&Found> = known.iter().map(|found| &**found).collect();
        let found = rules::find_again(parsed, source, settings, selection, &all);
        found.base.into_iter().for_each(|base| drop(known.remove(base)));
        known.truncate(EARLIER);
        let mut diagnostics = rules::finish(parsed, found.diagnostics.clone());
        suppression::apply(parsed, source.text, selection, &mut diagnostics);
        fixes::realise(parsed, source.text, settings.target_version, &mut diagnostics);
        let has_comments = !parsed.suppressions.all().is_empty();
        let good = before.filter(|_| !parsed.errors.is_empty());
        let good = good.and_then(|basis| if basis.parses() { Some(basis) } else { basis.good.as_ref() }).cloned();
        Basis { found: Arc::new(found), earlier: known, diagnostics, has_comments, last_tree, good }
    });
    let diagnostics = basis.diagnostics.clone();
    let basis = Some(Arc::new(basis));
    Analysis { diagnostics, hint_level: *hint_level, basis, annotate: annotate(tree, settings) }
}

fn annotate(tree: Tree, settings: &Settings) -> Annotate {
    let settings = settings.clone();
    Box::new(move |place| {
        tree.read(|parsed| annotations(parsed, Source { text: &tree.text, kind: tree.kind }, &settings, place))
    })
}

fn annotations(parsed: &Parsed, source: Source<'_>, settings: &Settings, place: Option<Span>) -> Annotations {
    let facts = match place {
        Some(place) => facts::analyze_place(parsed, source, settings, place),
        None => facts::analyze_all(parsed, source, settings),
    };
    let mut hints = annotations::all_hints(&facts, source.text);
    // The last character of the line, which a comment would be.
    let end = |hint: &Hint| Span::new(hint.offset.saturating_sub(1), hint.offset);
    let ignored = |hint: &Hint| parsed.suppressions.cover(hint.kind.name(), end(hint));
    let elsewhere = |hint: &Hint| place.is_some_and(|place| hint.offset < place.start || hint.offset > place.end);
    hints.retain(|hint| !elsewhere(hint) && !ignored(hint));
    let facts = Arc::new(facts);
    let known = facts.clone();
    Annotations { hints, facts, hover: Box::new(move |offset| annotations::hover(&known, offset)) }
}

/// What is proved of every function of a text.
pub(super) fn functions(source: Source<'_>, settings: &Settings) -> Vec<FunctionFacts> {
    facts::functions(&syntax::parse(source.text), source, settings)
}

/// The heap when a line has run, as text and as a picture.
pub(super) struct Heap {
    pub(super) text: String,
    pub(super) svg: String,
}

/// `line` counts from 0, as editors do.
pub(super) fn heap_at(source: Source<'_>, settings: &Settings, line: u32) -> Option<Heap> {
    let picture = facts::heap_at(&syntax::parse(source.text), source, settings, line + 1)?;
    let draw = |format| output::draw_heap(&picture, format);
    Some(Heap { text: draw(HeapFormat::Text), svg: draw(HeapFormat::Svg) })
}
