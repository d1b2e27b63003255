//! Facts after an edit: only the functions are run again that the edit concerns.
//!
//! A run of a function rests on its own text, and on what it can reach by names: so a statement is concerned if it has
//! changed, if it mentions a name that a concerned statement binds, or if one of the two ran into the other's code.
//! Whatever is marked because of the file as a whole is compared; where that has changed, everything is run again.

use super::{Facts, SourceKind, earlier::Earlier, from_analysis, untouched::Desk};
use crate::{
    config::Settings,
    interpret::{self, Demand, Effort, Focus, Imports},
    semantic::{self, Bindings, Interest, ScopeId},
    syntax::{Parsed, Part, PartKind, Source, Word, WordSet, Words, outline, parse_chunk, shape, word},
    text::{Change, Span},
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::{collections::BTreeSet, sync::Arc};

/// What is remembered of the last version of a text.
#[derive(Debug, Default)]
pub struct Remembered {
    pub(super) text: Arc<str>,
    pub(super) parts: Vec<Part>,
    /// What does not parse.
    pub(super) errors: Vec<Span>,
    /// Where code stands that somebody has looked at, in order.
    pub(super) lit: Vec<Span>,
    pub(super) desk: Desk,
    marks: Vec<u64>,
    /// Whether the module comes to it.
    made: Vec<bool>,
    /// The module runs to its end.
    ends: bool,
    /// What does not parse may be read in another way tomorrow, with the same text: how it was read.
    broken: Vec<Option<u64>>,
    /// Whether something in it is of interest.
    marked: Vec<bool>,
    pub(super) climate: u64,
    /// No function adds to the stories of the module's objects.
    is_module_alone: bool,
    /// Names of the module that functions use.
    captured: Vec<String>,
    /// Names that the module binds, those of imports aside.
    pub(super) bound: FxHashSet<Word>,
    /// Those of them that stand for something else than one function or class, or for one that the module changes.
    data: FxHashSet<Word>,
    /// Statements of which one ran into code of the other.
    links: Vec<(usize, usize)>,
    /// Attributes whose values are raised, by statement: it matters to those that keep an exception.
    raised: Vec<(usize, String)>,
    /// Names of functions, nested ones included.
    pub(super) functions: FxHashSet<Word>,
    spent: u64,
    spent_on_classes: u64,
    /// What is found depends on the order of statements, or on all of them: nothing is kept.
    pub(super) whole: bool,
}

/// Facts of the functions that an edit concerns.
#[derive(Debug, Default)]
pub struct Again {
    pub facts: Facts,
    pub remembered: Remembered,
    /// Which of the earlier versions it goes on from.
    pub base: Option<usize>,
    /// For each finding of that version, whether it is still so.
    pub kept: Vec<bool>,
    /// Functions that were run on their own.
    pub runs: usize,
    focus: Option<Vec<bool>>,
    edit: Change,
}

/// The module itself, and all statements of it that are no definitions: they are always run.
const MODULE: usize = usize::MAX;

/// With more rounds than this, everything is run.
const ROUNDS: usize = 3;

impl Again {
    /// What is found now about these places, the main one first, counts; else what was found before does. The module
    /// is always run, and with it functions that go on with its objects.
    #[must_use]
    pub fn is_fresh(&self, mut places: impl Iterator<Item = Span>) -> bool {
        let Some(focus) = &self.focus else { return true };
        let part = |place: Span| part_at(&self.remembered.parts, place.start);
        let primary = places.next().and_then(part);
        primary.is_none_or(|part| focus[part]) || places.any(|place| part(place).is_none())
    }

    /// Where a place of before is now, if nothing in it has changed.
    #[must_use]
    pub fn moved(&self, place: Span) -> Span {
        self.edit.after_in_line(place).unwrap_or(place)
    }
}

/// What is true of every function that rules may have something to say about, and that has changed or may be concerned
/// by a change of one of the earlier versions, of which the last one comes first.
#[must_use]
pub fn analyze_again(
    parsed: &Parsed,
    source: Source<'_>,
    settings: &Settings,
    demand: Demand,
    earlier: &[Earlier<'_>],
) -> Again {
    if source.kind == SourceKind::Stub {
        let remembered = Remembered { text: source.text.into(), whole: true, ..Remembered::default() };
        return Again { remembered, ..Again::default() };
    }
    let mut bindings = semantic::bind(&parsed.module);
    if demand == Demand::Rules {
        bindings.forget(Interest::ON_REQUEST);
    }
    let run = |focus: Focus<'_>| {
        let module = &parsed.module;
        interpret::analyze(module, source.text, &bindings, settings, demand, Imports::default(), focus)
    };
    // Cells are told apart by where they stand.
    let earlier = if source.kind == SourceKind::Module { earlier } else { &[] };
    let nearest = Earlier::nearest(earlier, bindings.climate(), &parsed.module, source.text);
    let (base, before, edit) = match nearest {
        Some((at, earlier, edit)) => (Some(at), Some(earlier), edit),
        None => (None, None, Change::default()),
    };
    let mut next = Remembered::of(parsed, source.text, &bindings, before.map(|earlier| earlier.remembered), &edit);
    let mut runs = 0;
    if let Some(&Earlier { remembered: before, ref said }) = before {
        let mut concern = Concern::new(before, &next, &edit, said);
        for _ in 0..ROUNDS {
            let Some(places) = concern.spread() else { break };
            if concern.is_nothing_told() {
                let kept = concern.kept();
                let (links, raised) = (concern.links_kept().collect(), concern.raised_kept().collect());
                let made = concern.made_kept();
                (next.links, next.raised) = (links, raised);
                (next.made, next.ends) = (made, true);
                if next.raised_names() != before.raised_names() {
                    break;
                }
                (next.spent, next.spent_on_classes) = (before.spent, before.spent_on_classes);
                next.keep_lit(before, &edit);
                let focus = Some(vec![false; next.parts.len()]);
                return Again { facts: Facts::default(), remembered: next, base, kept, runs, focus, edit };
            }
            let analysis = run(Focus::Within(&places));
            runs += analysis.effort.runs;
            let made = next.made_in(&analysis.effort);
            if !concern.is_made_as_before(&made) {
                break;
            }
            let links = next.links_of(&analysis.effort);
            if !concern.follow(&links) {
                let kept = concern.kept();
                let links = concern.links_kept().chain(links).collect();
                let raised = concern.raised_kept().chain(next.raised_in(&analysis.effort)).collect();
                let focus = Some(std::mem::take(&mut concern.focus));
                (next.links, next.raised) = (links, raised);
                (next.made, next.ends) = (made, analysis.effort.ends);
                next.keep_lit(before, &edit);
                next.light(&analysis.effort);
                next.spent = before.spent + analysis.effort.spent;
                next.spent_on_classes = before.spent_on_classes + analysis.effort.spent_on_classes;
                if !next.fits(&analysis.effort) || next.raised_names() != before.raised_names() {
                    break;
                }
                let raised = next.raised_names().into_iter().map(str::to_owned).collect();
                let analysis = interpret::Analysis { raised, ..analysis };
                return Again {
                    facts: from_analysis(analysis, source, settings),
                    remembered: next,
                    base,
                    kept,
                    runs,
                    focus,
                    edit,
                };
            }
        }
    }
    let analysis = run(Focus::All);
    next.links = next.links_of(&analysis.effort);
    next.lit.clear();
    next.light(&analysis.effort);
    next.spent = analysis.effort.spent;
    next.spent_on_classes = analysis.effort.spent_on_classes;
    next.raised = next.raised_in(&analysis.effort);
    (next.made, next.ends) = (next.made_in(&analysis.effort), analysis.effort.ends);
    next.whole |= !next.fits(&analysis.effort);
    let runs = runs + analysis.effort.runs;
    let facts = from_analysis(analysis, source, settings);
    Again { facts, remembered: next, runs, ..Again::default() }
}

fn part_at(parts: &[Part], offset: u32) -> Option<usize> {
    let at = parts.partition_point(|part| part.span.start <= offset).checked_sub(1)?;
    let Part { span, words } = &parts[at];
    (offset < span.end.max(span.start + 1) && words.kind == PartKind::Definition).then_some(at)
}

/// `def f` and `class A` stand for what they say wherever they are seen, if nothing else binds the name or sets an
/// attribute of it.
fn data(parts: &[Part], bindings: &Bindings<'_>) -> FxHashSet<Word> {
    let mut once = FxHashSet::default();
    let mut data: FxHashSet<Word> = bindings.declared_globals().map(word).collect();
    for Part { words, .. } in parts {
        let own = words.own_name();
        data.extend(words.stores.iter().copied().filter(|&name| Some(name) != own));
        data.extend(own.filter(|&name| !once.insert(name)));
    }
    data
}

impl Remembered {
    fn of(parsed: &Parsed, text: &str, bindings: &Bindings<'_>, before: Option<&Self>, edit: &Change) -> Self {
        let known = |span| {
            let before = before?;
            let same = before.part(edit.before(span)?).filter(|&at| before.broken[at].is_none());
            same.map(|at| before.parts[at].words.clone())
        };
        let parts = outline(&parsed.module, text, known);
        let spans: Vec<Span> = parts.iter().map(|part| part.span).collect();
        let imported: FxHashSet<Word> =
            parts.iter().filter(|p| p.words.kind == PartKind::Import).flat_map(|p| p.words.at_once.to_vec()).collect();
        let bound = bindings.module_names().map(word).filter(|name| !imported.contains(name)).collect();
        let data = data(&parts, bindings);
        let breaks = |span: &Span| {
            let next = parsed.errors.partition_point(|error| error.span.start <= span.end);
            next.checked_sub(1).is_some_and(|last| span.start <= parsed.errors[last].span.end)
        };
        let broken = parsed.module.body.iter().zip(&spans);
        let broken = broken.map(|(stmt, span)| breaks(span).then(|| shape(stmt))).collect();
        let (marks, marked) = bindings.marks_in(&spans).into_iter().unzip();
        Self {
            text: text.into(),
            marks,
            marked,
            broken,
            errors: parsed.errors.iter().map(|error| error.span).collect(),
            is_module_alone: !bindings.is_module_followed(),
            captured: bindings.captured_names(ScopeId::MODULE).map(str::to_owned).collect(),
            climate: bindings.climate(),
            bound,
            data,
            functions: bindings.functions().iter().map(|name| word(name)).collect(),
            whole: parts.iter().any(|part| part.words.kind == PartKind::StarImport),
            parts,
            ..Self::default()
        }
    }

    /// The statement that stands at exactly this place.
    pub(super) fn part(&self, span: Span) -> Option<usize> {
        let at = self.parts.binary_search_by_key(&span.start, |part| part.span.start).ok()?;
        (self.parts[at].span == span).then_some(at)
    }

    /// The statement is read as the same text was in another version: `before`, or in the one way there is.
    fn reads_as(&self, at: usize, before: Option<u64>) -> bool {
        match (self.broken[at], before) {
            (now, before) if now == before => true,
            // An error beside it is none of its own.
            (Some(read), None) | (None, Some(read)) => {
                let Span { start, end } = self.parts[at].span;
                let alone = self.text.get(start as usize..end as usize).and_then(parse_chunk);
                alone.is_some_and(|alone| match &*alone.module.body {
                    [stmt] => alone.errors.is_empty() && shape(stmt) == read,
                    _ => false,
                })
            }
            _ => false,
        }
    }

    fn is_broken(&self, at: usize) -> bool {
        self.broken[at].is_some()
    }

    /// The order of statements would not have made a difference.
    fn fits(&self, effort: &Effort) -> bool {
        let most = |granted: u64| granted / 4 * 3;
        !effort.cut
            && !effort.shadows
            && self.spent <= most(effort.granted)
            && self.spent_on_classes <= most(effort.granted_to_classes)
    }

    /// Whoever looked at code whose name is as before still does; who looks at new code mentions it, and is run again.
    fn keep_lit(&mut self, before: &Self, edit: &Change) {
        self.lit = before.lit.iter().filter_map(|&lit| edit.after(lit)).collect();
    }

    fn light(&mut self, effort: &Effort) {
        self.lit.extend(effort.compiled.iter().map(|&start| Span::new(start, start + 1)));
        self.lit.sort_unstable();
        self.lit.dedup();
    }

    fn made_in(&self, effort: &Effort) -> Vec<bool> {
        let mut made = vec![false; self.parts.len()];
        effort.made.iter().filter_map(|&place| part_at(&self.parts, place)).for_each(|at| made[at] = true);
        made
    }

    fn raised_in(&self, effort: &Effort) -> Vec<(usize, String)> {
        let raised = effort.raised.iter();
        raised.map(|(root, name)| (part_at(&self.parts, *root).unwrap_or(MODULE), name.clone())).collect()
    }

    fn raised_names(&self) -> BTreeSet<&str> {
        self.raised.iter().map(|(_, name)| name.as_str()).collect()
    }

    fn links_of(&self, effort: &Effort) -> Vec<(usize, usize)> {
        let part = |place: u32| part_at(&self.parts, place).unwrap_or(MODULE);
        let links = effort.entered.iter().map(|&(root, entered)| (part(root), part(entered)));
        let links: FxHashSet<(usize, usize)> = links.filter(|(a, b)| a != b).collect();
        links.into_iter().collect()
    }
}

/// Finds out which statements an edit concerns.
struct Concern<'a> {
    before: &'a Remembered,
    now: &'a Remembered,
    /// For each statement of before, the same one now.
    now_of: Vec<Option<usize>>,
    /// Names of which something has changed.
    names: WordSet,
    /// By statement: its functions are run.
    focus: Vec<bool>,
    /// By statement: what its names stand for may have changed.
    concerned: Vec<bool>,
    /// Functions of statements whose names may stand for something else.
    members: FxHashSet<(usize, usize)>,
    /// Statements that define a name.
    definitions: FxHashMap<Word, Vec<usize>>,
    /// Statements that go together.
    links: Vec<(usize, usize)>,
    /// For each finding the statements that it is about; none where one of them is gone or has moved.
    said: Vec<Option<Vec<usize>>>,
}

impl<'a> Concern<'a> {
    fn new(before: &'a Remembered, now: &'a Remembered, edit: &Change, said: &[Vec<Span>]) -> Self {
        let count = now.parts.len();
        let mut definitions: FxHashMap<Word, Vec<usize>> = FxHashMap::default();
        for (at, part) in now.parts.iter().enumerate() {
            part.words.own_name().into_iter().for_each(|name| definitions.entry(name).or_default().push(at));
        }
        let mut this = Self {
            before,
            now,
            now_of: vec![None; before.parts.len()],
            names: WordSet::default(),
            focus: vec![false; count],
            concerned: vec![false; count],
            members: FxHashSet::default(),
            definitions,
            links: Vec::new(),
            said: Vec::new(),
        };
        let mut new = Vec::new();
        for (at, part) in now.parts.iter().enumerate() {
            match edit.before(part.span).and_then(|span| before.part(span)) {
                Some(old) if now.reads_as(at, before.broken[old]) => {
                    this.now_of[old] = Some(at);
                    this.focus[at] = before.marks[old] != now.marks[at];
                }
                _ => new.push(at),
            }
        }
        let gone: Vec<usize> = (0..before.parts.len()).filter(|&old| this.now_of[old].is_none()).collect();
        let mapped = |old: usize, became: &[Option<usize>]| if old == MODULE { Some(MODULE) } else { became[old] };
        let became = this.compare(&gone, &new);
        this.links =
            before.links.iter().filter_map(|&(a, b)| Some((mapped(a, &became)?, mapped(b, &became)?))).collect();
        // The messages of findings name lines: they are kept where those are the same.
        let in_place = |span: &Span| {
            let part = part_at(&before.parts, span.start).map(|old| this.now_of[old].ok_or(()));
            edit.after_in_line(*span).is_some().then(|| part.unwrap_or(Ok(MODULE)).ok()).flatten()
        };
        this.said = said.iter().map(|spans| spans.iter().map(in_place).collect()).collect();
        let told: Vec<usize> = said
            .iter()
            .zip(&this.said)
            .filter(|(_, kept)| kept.is_none())
            .flat_map(|(spans, _)| spans)
            .filter_map(|span| part_at(&before.parts, span.start).and_then(|old| this.now_of[old]))
            .collect();
        told.into_iter().for_each(|at| this.focus[at] = true);
        this
    }

    /// Statements that are gone beside those that are new: where only bodies of functions differ, the others are as they
    /// were. What became of each statement of before.
    fn compare(&mut self, gone: &[usize], new: &[usize]) -> Vec<Option<usize>> {
        let (now, before) = (self.now, self.before);
        let mut became = self.now_of.clone();
        for &at in new {
            let words = &now.parts[at].words;
            let named =
                |&&old: &&usize| became[old].is_none() && before.parts[old].words.own_name() == words.own_name();
            let same = gone.iter().find(named).copied().filter(|_| words.kind == PartKind::Definition);
            if let Some(old) = same {
                became[old] = Some(at);
            }
            let plain = |&old: &usize| {
                !now.is_broken(at) && !before.is_broken(old) && before.parts[old].words.header == words.header
            };
            let Some(old) = same.filter(plain) else {
                self.touch(at);
                same.into_iter().for_each(|old| self.export(&before.parts[old].words));
                continue;
            };
            let was = &before.parts[old].words;
            self.concerned[at] = true;
            self.focus[at] = true;
            self.look_up(words);
            let text = |words: &Words| -> FxHashSet<(Word, u64)> {
                words.members.iter().map(|member| (member.name, member.text)).collect()
            };
            let own = was.own_name().into_iter();
            let changed = text(was).symmetric_difference(&text(words)).map(|&(name, _)| name).collect::<Vec<_>>();
            own.chain(changed).for_each(|name| {
                self.names.insert(name);
            });
        }
        for &old in gone.iter().filter(|&&old| became[old].is_none()) {
            let words = &before.parts[old].words;
            self.export(words);
            self.look_up(words);
        }
        became
    }

    /// Something about this statement is new.
    fn touch(&mut self, at: usize) {
        let words = &self.now.parts[at].words;
        self.concerned[at] = true;
        self.focus[at] |= words.kind == PartKind::Definition;
        self.members.extend((0..words.members.len()).map(|member| (at, member)));
        self.export(words);
        self.look_up(words);
    }

    /// Whoever has a name of it may find something else there.
    fn export(&mut self, words: &Words) {
        let (now, before) = (self.now, self.before);
        let shared = |name: Word| {
            words.kind == PartKind::Import
                || (now.bound.contains(&name) || before.bound.contains(&name))
                    && (words.stores.contains(&name) || now.data.contains(&name) || before.data.contains(&name))
        };
        for &name in words.at_once.iter().filter(|&&name| shared(name)).chain(&words.functions) {
            self.names.insert(name);
        }
    }

    /// What is told of a class may come from what the module does with it, and from the classes below it.
    fn look_up(&mut self, words: &Words) {
        let mut todo: Vec<Word> = words.at_once.to_vec();
        while let Some(name) = todo.pop() {
            for at in self.definitions.get(&name).into_iter().flatten().copied() {
                if !std::mem::replace(&mut self.focus[at], true) {
                    todo.extend(&self.now.parts[at].words.at_once);
                }
            }
        }
    }

    /// A statement that is as it was mentions what is not: if only some of its functions do, others have nothing to do
    /// with it. True if it has anything new to tell.
    fn reach(&mut self, at: usize) -> bool {
        let words = &self.now.parts[at].words;
        if !words.mention(&self.names) {
            return false;
        }
        if words.kind != PartKind::Definition || words.mention_at_once(&self.names) {
            let grows =
                !self.concerned[at] || (0..words.members.len()).any(|member| !self.members.contains(&(at, member)));
            if grows {
                self.touch(at);
            }
            return grows;
        }
        let mut grows = !std::mem::replace(&mut self.concerned[at], true);
        if grows {
            self.focus[at] = true;
            self.look_up(words);
        }
        for (i, member) in words.members.iter().enumerate() {
            if !self.members.contains(&(at, i)) && member.mentions(&self.names) {
                self.members.insert((at, i));
                self.names.insert(member.name);
                if member.is_special {
                    words.own_name().into_iter().for_each(|name| {
                        self.names.insert(name);
                    });
                }
                grows = true;
            }
        }
        grows
    }

    /// The places whose functions are to be run; none if that is most of the file.
    fn spread(&mut self) -> Option<Vec<Span>> {
        loop {
            let mut grows = false;
            for at in 0..self.now.parts.len() {
                grows |= self.reach(at);
            }
            grows |= self.join_links();
            if !grows {
                break;
            }
        }
        let some = self.focus.iter().filter(|focus| **focus).count() * 2 <= self.focus.len().max(4);
        // `if DEBUG: def f(): ..` runs with the module.
        let runs = |part: &Part, focus: bool| focus || part.words.kind == PartKind::Other;
        let parts = self.now.parts.iter().zip(&self.focus).filter(|(part, focus)| runs(part, **focus));
        some.then(|| parts.map(|(part, _)| part.span).collect())
    }

    /// Statements that go together are run together.
    fn join_links(&mut self) -> bool {
        let mut grows = false;
        let mut join = |all: &[usize], focus: &mut Vec<bool>| {
            let runs = |at: usize| at == MODULE || focus[at];
            if all.iter().any(|&at| runs(at)) && !all.iter().all(|&at| runs(at)) {
                all.iter().filter(|&&at| at != MODULE).for_each(|&at| focus[at] = true);
                grows = true;
            }
        };
        for &(a, b) in &self.links {
            join(&[a, b], &mut self.focus);
        }
        for parts in self.said.iter().flatten() {
            // What is about the module is found again in any case.
            join(parts, &mut self.focus);
        }
        grows
    }

    /// Neither the module nor any function that the edit concerns can have anything told of it.
    fn is_nothing_told(&self) -> bool {
        let quiet = |words: &Words| {
            // When the module runs, it binds its own name and looks at no other.
            let bound = |name| self.now.bound.contains(name) || self.before.bound.contains(name);
            let own = |name| words.functions.contains(name);
            words.is_plain && words.at_once.iter().all(|name| own(name) || !bound(name))
        };
        let unmarked = |of: &Remembered, at: usize| !of.marked[at];
        let gone = (0..self.now_of.len()).filter(|&old| self.now_of[old].is_none());
        let now = (0..self.focus.len()).filter(|&at| self.focus[at] || self.concerned[at]);
        self.now.is_module_alone
            && self.before.ends
            && self.now.captured == self.before.captured
            && gone.into_iter().all(|old| quiet(&self.before.parts[old].words))
            && now.into_iter().all(|at| unmarked(self.now, at) && quiet(&self.now.parts[at].words))
            && self.said.iter().flatten().flatten().all(|&part| part != MODULE)
            && self.said.iter().all(Option::is_some)
            && !self.links.iter().any(|&(a, b)| a == MODULE || b == MODULE)
    }

    /// What was run has also run into these; true if that asks for more.
    fn follow(&mut self, links: &[(usize, usize)]) -> bool {
        self.links.extend(links);
        self.join_links()
    }

    fn links_kept(&self) -> impl Iterator<Item = (usize, usize)> {
        let rests = |at: usize| at != MODULE && !self.focus[at];
        self.links.iter().copied().filter(move |&(a, b)| rests(a) && rests(b))
    }

    /// The module comes to those statements that it came to.
    fn is_made_as_before(&self, made: &[bool]) -> bool {
        let kept = self.now_of.iter().zip(&self.before.made);
        kept.filter_map(|(now, before)| Some((made[(*now)?], *before))).all(|(now, before)| now == before)
    }

    fn made_kept(&self) -> Vec<bool> {
        let mut made: Vec<bool> = self.now.parts.iter().map(|part| part.words.kind == PartKind::Definition).collect();
        let kept = self.now_of.iter().zip(&self.before.made);
        kept.filter_map(|(now, before)| Some(((*now)?, *before))).for_each(|(at, before)| made[at] = before);
        made
    }

    fn raised_kept(&self) -> impl Iterator<Item = (usize, String)> {
        let raised = self.before.raised.iter().filter(|(old, _)| *old != MODULE);
        let now = raised.filter_map(|(old, name)| Some((self.now_of[*old]?, name)));
        now.filter(|&(at, _)| !self.focus[at]).map(|(at, name)| (at, name.clone()))
    }

    fn kept(&self) -> Vec<bool> {
        let rests = |&at: &usize| at != MODULE && !self.focus[at];
        self.said.iter().map(|parts| parts.as_ref().is_some_and(|parts| parts.iter().all(rests))).collect()
    }
}
