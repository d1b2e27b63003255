//! After most edits there is nothing to run: the edited function was of no interest to anybody, and still is.
//!
//! Code is compiled when somebody looks at it. The analysis of a file is a function of the code that it compiled and of
//! the bindings of the file; so where neither can have changed, it would find the same again. Only the statement of the
//! module that was edited is parsed and bound to know that.

use std::sync::{Arc, Mutex, PoisonError};

use super::again::Remembered;
use crate::{
    semantic::{Contribution, Entry, contribution},
    syntax::{
        Chunk, PartKind, SyntaxError, WordSet, Words,
        ast::{Stmt, StmtFunctionDef},
        parse_chunk, parses_again, span_of,
    },
    text::{Change, Span},
};

/// An edit that changes nothing of what was found.
#[derive(Debug)]
pub struct Untouched {
    /// From the text of before.
    pub change: Change,
    /// What does not parse now. All that did not parse before stood in the same statement.
    pub errors: Vec<SyntaxError>,
    /// Where it stood, with all up to the next one.
    pub statement: Span,
}

/// More differences are not looked at one by one.
const MAX_DIFFERENCES: usize = 100;

/// The statement that was edited last, as it was before.
#[derive(Debug, Default)]
pub(super) struct Desk(Mutex<Option<Arc<Old>>>);

#[derive(Debug)]
struct Old {
    at: Span,
    chunk: Chunk,
    place: FunctionAt,
    contribution: Contribution,
    around: [Words; 2],
}

/// A function of a module, or of its classes. Offsets count from the start of its chunk.
#[derive(Clone, PartialEq, Eq, Debug)]
struct FunctionAt {
    /// Which statement of the module, of its body, and so on.
    path: Vec<usize>,
    span: Span,
    /// From its first statement on, up to what stands behind it.
    body: Span,
}

/// Whether this is what the facts were found in but for an edit that concerns no fact.
#[must_use]
pub fn untouched(before: &Remembered, text: &str) -> Option<Untouched> {
    let change = Change::between(&before.text, text);
    let (was, now) = (change.was(), change.now());
    let at = before.chunk_at(was)?;
    if has_backslash(&before.text, was) || has_backslash(text, now) {
        return None;
    }
    let old = before.desk.old(before, at, was)?;
    let by = |offset: u32| offset - was.end + now.end;
    if before.is_lit(shifted(old.place.span, at.start)) || before.errors_outside(shifted(old.place.body, at.start)) {
        return None;
    }
    let chunk = parse_chunk(text.get(at.start as usize..by(at.end) as usize)?)?;
    let place = same_function(&old, &chunk, |offset| by(offset + at.start) - at.start)?;
    if !chunk.errors.iter().all(|error| place.body.start <= error.span.start && error.span.end <= place.body.end) {
        return None;
    }
    let contribution = contribution(&chunk.module, place.span)?;
    let mut differences = old.contribution.differences(&contribution);
    let harmless = differences.by_ref().take(MAX_DIFFERENCES).all(|entry| before.is_private(entry, &old, at));
    if !harmless || differences.next().is_some() {
        return None;
    }
    let moved = |error: SyntaxError| SyntaxError { span: shifted(error.span, at.start), ..error };
    Some(Untouched { change, errors: chunk.errors.into_iter().map(moved).collect(), statement: at })
}

/// A backslash joins lines.
fn has_backslash(text: &str, place: Span) -> bool {
    let around = (place.start as usize).saturating_sub(1)..(place.end as usize + 1).min(text.len());
    text.as_bytes().get(around).is_none_or(|bytes| bytes.contains(&b'\\'))
}

fn shifted(span: Span, by: u32) -> Span {
    Span::new(span.start + by, span.end + by)
}

impl Desk {
    fn old(&self, before: &Remembered, at: Span, edit: Span) -> Option<Arc<Old>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let inside = |old: &&Arc<Old>| old.at == at && old.place.covers(edit, at.start);
        if let Some(old) = known.as_ref().filter(inside) {
            return Some(old.clone());
        }
        let text = before.text.get(at.start as usize..at.end as usize)?;
        let chunk = parse_chunk(text)?;
        let edit = Span::new(edit.start - at.start, edit.end - at.start);
        let place = find(&chunk.module.body, edit, text.len() as u32)?;
        let contribution = contribution(&chunk.module, place.span)?;
        let words = |from: u32, to: u32| Words::in_text(text.get(from as usize..to as usize).unwrap_or_default());
        let around = [words(0, place.span.start), words(place.body.end, text.len() as u32)];
        let old = Arc::new(Old { at, chunk, place, contribution, around });
        *known = Some(old.clone());
        Some(old)
    }
}

impl FunctionAt {
    fn covers(&self, edit: Span, chunk: u32) -> bool {
        let body = shifted(self.body, chunk);
        body.start <= edit.start && edit.end < body.end
    }
}

/// The function of which an edit leaves the header as it is.
fn find(mut body: &[Stmt], edit: Span, end: u32) -> Option<FunctionAt> {
    let (mut path, mut end) = (Vec::new(), end);
    loop {
        let at = body.partition_point(|stmt| span_of(stmt).start <= edit.start).checked_sub(1)?;
        path.push(at);
        end = body.get(at + 1).map_or(end, |next| span_of(next).start);
        body = match body.get(at)? {
            Stmt::ClassDef(class) => &class.body,
            Stmt::FunctionDef(f) => {
                let first = span_of(f.body.first()?).start;
                let place = FunctionAt { path, span: span_of(f), body: Span::new(first, end) };
                return place.covers(edit, 0).then_some(place);
            }
            _ => return None,
        };
    }
}

/// The same function in the edited statement, if all that stands around it is as it was.
fn same_function(old: &Old, new: &Chunk, by: impl Fn(u32) -> u32) -> Option<FunctionAt> {
    let (mut was, mut now) = (&*old.chunk.module.body, &*new.module.body);
    let behind = |span: Span| Span::new(by(span.start), by(span.end));
    for (depth, &at) in old.place.path.iter().enumerate() {
        let same = was.len() == now.len()
            && was.iter().zip(now).enumerate().all(|(i, (was, now))| {
                let kind = std::mem::discriminant(was) == std::mem::discriminant(now);
                let (was, now) = (span_of(was), span_of(now));
                kind && match i.cmp(&at) {
                    std::cmp::Ordering::Less => was == now,
                    std::cmp::Ordering::Equal => was.start == now.start,
                    std::cmp::Ordering::Greater => behind(was) == now,
                }
            });
        if !same {
            return None;
        }
        match (was.get(at)?, now.get(at)?) {
            (Stmt::ClassDef(a), Stmt::ClassDef(b)) if a.name == b.name => (was, now) = (&a.body, &b.body),
            (Stmt::FunctionDef(a), Stmt::FunctionDef(b)) if depth + 1 == old.place.path.len() => {
                let body = Span::new(span_of(b.body.first()?).start, by(old.place.body.end));
                let same = a.name == b.name && docstring(a) == docstring(b);
                let place = FunctionAt { path: old.place.path.clone(), span: span_of(b), body };
                // What stood in front of the first statement, and is behind it now, is not in the header.
                return (same && a.body.first().map(|s| span_of(s).start) <= Some(body.start)).then_some(place);
            }
            _ => return None,
        }
    }
    None
}

/// It is there when the function is made.
fn docstring(f: &StmtFunctionDef) -> Option<&str> {
    match f.body.first()? {
        Stmt::Expr(s) => Some(s.value.as_string_literal_expr()?.value.to_str()),
        _ => None,
    }
}

impl Remembered {
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether all of an edit of the text parses, if all of the text does; `None` where that is not seen quickly.
    #[must_use]
    pub fn parses_after(&self, edited: &str) -> Option<bool> {
        let body: Vec<Span> = self.parts.iter().map(|part| part.span).collect();
        parses_again(&body, &self.text, edited).filter(|_| self.errors.is_empty())
    }

    /// The lines of the definition that an edit is in, up to the next statement.
    fn chunk_at(&self, edit: Span) -> Option<Span> {
        let at = self.parts.partition_point(|part| part.span.start <= edit.start).checked_sub(1)?;
        let part = self.parts.get(at)?;
        let starts_line = |offset: u32| offset == 0 || self.text.as_bytes().get(offset as usize - 1) == Some(&b'\n');
        let end = self.parts.get(at + 1).map_or(self.text.len() as u32, |next| next.span.start);
        let whole = starts_line(part.span.start) && (starts_line(end) || end == self.text.len() as u32);
        // No body starts where its statement does.
        let inside = part.span.start < edit.start && (edit.end < end || edit.end == end && at + 1 == self.parts.len());
        (part.words.kind == PartKind::Definition && whole && inside).then(|| Span::new(part.span.start, end))
    }

    fn is_lit(&self, place: Span) -> bool {
        self.lit.iter().any(|lit| lit.start < place.end && place.start < lit.end)
    }

    fn errors_outside(&self, place: Span) -> bool {
        self.errors.iter().any(|error| error.start < place.start || place.end < error.end)
    }

    /// No other code of the file has a name of it, or has it in a way that matters.
    fn is_private(&self, entry: &Entry, old: &Old, at: Span) -> bool {
        entry.names.iter().flatten().any(|&name| {
            let binds = |words: &Words| words.kind == PartKind::Import && words.at_once.contains(&name);
            let imported = || self.parts.iter().any(|part| binds(&part.words));
            if entry.is_free_name() && !self.bound.contains(&name) && !imported()
                || entry.is_about_function() && !self.functions.contains(&name)
            {
                return true;
            }
            let mut set = WordSet::default();
            set.insert(name);
            let mut others = self.parts.iter().filter(|part| part.span.start != at.start);
            !others.any(|part| part.words.mention(&set)) && !old.around.iter().any(|words| words.mention(&set))
        })
    }
}
