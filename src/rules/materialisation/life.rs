//! The life of a list that is made, read once from front to back, and nothing else.

use crate::cpython::effects;
use crate::facts::{
    Alone, Bound, CodeInfo, Deeds, Drain, Elements, EventOf, Facts, Loop, Measure, ObjectStory, Origin, Place,
    StoryEvent, Touch,
};
use crate::text::Span;

/// Up to this many elements, and this many bytes, a list is faster and costs nothing.
const FEW_ELEMENTS: u64 = 64;
const FEW_BYTES: u64 = 64 * 1024;

/// How deep `b = a.x` is followed back to `a`.
const MAX_ROOTS: usize = 24;

pub(in crate::rules) struct Life<'f> {
    pub object: &'f ObjectStory,
    /// Where the list is complete.
    pub made: Place<'f>,
    /// The instructions that make the elements: the loops of a comprehension, the call of `list()`, or a loop of appends.
    making: (u32, u32),
    /// What bounds the rounds of a loop of appends.
    appended: Option<Bound>,
    /// Where its only reader gets it, in the same function.
    pub read: Place<'f>,
    pub event: &'f StoryEvent,
    pub reader: Reader<'f>,
    /// The reader calls something with the elements.
    calls: bool,
    /// Names that it has in between.
    pub names: Vec<&'f str>,
}

/// Who reads a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::rules) enum Reader<'f> {
    /// A builtin that reduces it.
    Aggregate { by: &'f str, drain: Drain, elements: Elements },
    /// `len`
    Length,
    /// `[0]`
    First,
    /// A `for` loop or a comprehension: the instructions of its rounds.
    Loop { body: (u32, u32) },
    /// A builtin that draws from it for somebody else: `enumerate(rows)`.
    Lazy { by: &'f str, then: (u32, u32) },
}

/// Lists that the code makes itself.
pub(super) fn lists(facts: &Facts) -> impl Iterator<Item = &ObjectStory> {
    let made = |o: &&ObjectStory| matches!(o.origin, Origin::Materialised | Origin::Local) && o.type_name == "list";
    facts.objects.iter().filter(made)
}

impl<'f> Life<'f> {
    /// `None` if anything else may ever happen to the list.
    pub fn of(facts: &'f Facts, object: &'f ObjectStory) -> Option<Self> {
        let first = object.events.first().filter(|e| !e.in_call)?;
        let place = facts.place(first)?;
        let (made, making, appended) = if first.kind == EventOf::Made {
            (place, place.comprehension().unwrap_or((place.pc, place.pc)), None)
        } else {
            let appending = loop_of_appends(object, place)?;
            let making = (appending.next, appending.end - 1);
            (Place { pc: appending.end, ..place }, making, Some(appending.bound))
        };
        let rest = &object.events[usize::from(appended.is_none())..];
        let mut names = Vec::new();
        let mut calls = false;
        let mut found: Option<(&StoryEvent, Reader)> = None;
        for (i, event) in rest.iter().enumerate() {
            // A helper that reads it in every round of a loop reads it more than once.
            if event.in_call && facts.place(event).is_none_or(Place::is_in_loop) {
                return None;
            }
            let next = rest.get(i + 1).filter(|next| (next.code, next.pc) == (event.code, event.pc));
            let reader = match &event.kind {
                EventOf::Bound { name, .. } => {
                    names.push(name.as_str());
                    continue;
                }
                EventOf::Loaded { .. } => continue,
                EventOf::Mutated { .. } if appended.is_some() && found.is_none() => continue,
                // `del rows`: somebody thought of it.
                EventOf::Rebound { .. } | EventOf::Reclaimed { .. } if found.is_some() => {
                    continue;
                }
                // What `in` and `enumerate` do to it is told twice.
                EventOf::LookedUp
                    if next.is_some_and(|n| matches!(n.kind, EventOf::Consumed { .. } | EventOf::First)) =>
                {
                    continue;
                }
                EventOf::Read if next.is_some_and(|n| n.kind == EventOf::Counted) => continue,
                EventOf::Stored if next.is_some_and(|n| matches!(n.kind, EventOf::Drawn { .. })) => continue,
                EventOf::Stored if found.is_some_and(|(e, _)| (e.code, e.pc) == (event.code, event.pc)) => continue,
                EventOf::Consumed {
                    by,
                    drain: drain @ (Drain::Total | Drain::Partial),
                    alone: alone @ (Alone::Yes | Alone::Calls),
                    elements,
                } => {
                    calls |= *alone == Alone::Calls;
                    Reader::Aggregate { by, drain: *drain, elements: *elements }
                }
                EventOf::Counted => Reader::Length,
                EventOf::First => Reader::First,
                EventOf::Iterated => loop_reader(facts, object, event)?,
                EventOf::Drawn { by } => lazy_reader(facts, object, event, by)?,
                _ => return None,
            };
            if found.replace((event, reader)).is_some() {
                return None;
            }
        }
        let (event, reader) = found?;
        let read = Place { code: place.code, pc: if event.in_call { event.outer } else { event.pc } };
        let life = Self { object, made, making, appended, read, event, reader, names, calls };
        // A name of a class body is an attribute, which anybody may read.
        let of_class = place.code.is_class && !life.names.is_empty();
        (life.is_read_once(facts) && !of_class).then_some(life)
    }

    /// Control comes from where it is made, and not again to where it is read without making it anew.
    fn is_read_once(&self, facts: &Facts) -> bool {
        let named = self.names.iter().any(|name| facts.is_used_elsewhere(self.made, name));
        !named && self.made.leads_once_to(self.read)
    }

    pub fn measure(&self) -> Measure {
        self.event.measure
    }

    /// Too small to be worth a word.
    pub fn is_small(&self, kept: Elements) -> bool {
        let measure = self.measure();
        // A consumer that keeps the elements saves the list alone.
        let saved = if kept == Elements::Kept { measure.own } else { measure.bytes };
        if let Some(bound) = self.appended {
            return !matches!(bound, Bound::Given | Bound::Input);
        }
        match (measure.len, saved) {
            (Some(n), bytes) => n <= FEW_ELEMENTS || bytes.is_some_and(|b| b < FEW_BYTES),
            _ => !(measure.input || measure.given || measure.most.is_some_and(|most| most > FEW_BYTES / 8)),
        }
    }

    /// It is as large as a file: what a caller hands in may have a handful of elements.
    pub fn is_of_input(&self) -> bool {
        self.measure().input
    }

    /// Filled by a loop of appends.
    pub fn is_appended(&self) -> bool {
        self.appended.is_some()
    }

    /// A builtin, or a comprehension, makes the elements while nothing else happens.
    pub fn is_of_fresh_elements(&self) -> bool {
        self.is_appended() || self.made.comprehension().is_some() || self.made.code.makers.contains(&self.made.pc)
    }

    /// The list holds nothing but what a caller has, too: `[x for x in xs if x.is_open]`.
    fn shares_elements(&self) -> bool {
        !self.made.code.makers.contains(&self.made.pc)
    }

    /// It has an element for each of something of which it is not known whether there are many, and which holds about as
    /// much itself. What a parameter names is taken to be data: `[parse(line) for line in lines]`.
    pub fn may_be_short(&self) -> bool {
        let measure = self.measure();
        let bounded = measure.len.is_some() || measure.most.is_some() || measure.input;
        !bounded && !self.is_appended() && (self.shares_elements() || !self.runs_over_a_parameter())
    }

    /// `for line in lines`, where nobody binds `lines` but the caller, or over numbers counted off.
    fn runs_over_a_parameter(&self) -> bool {
        let code = self.made.code;
        let first = self.making.0;
        let Some((pc, name)) = code.loads.iter().rfind(|(pc, _)| *pc < first) else { return false };
        // Load, get the iterator, make the list, swap the two; or load, call `map`, call `list`.
        let between = if self.made.comprehension().is_some() { 4 } else { 2 };
        let plain = *pc + between == first && code.variables.contains(name);
        plain && !code.stores.iter().any(|(_, n)| n == name) || effects::function(name, 1).is_some()
    }

    /// What making the elements does besides.
    pub fn deeds(&self) -> Touch {
        let mut touch = self.made.code.touch_within(self.making);
        touch.changes.retain(|&id| id != self.object.id);
        touch
    }

    pub fn calls_next(&self) -> bool {
        CodeInfo::any_within(&self.made.code.nexts, self.making)
    }

    pub fn attributes(&self) -> impl Iterator<Item = &'f str> {
        self.made.code.attributes_within(self.making)
    }

    /// Making each element when it is asked for gives the same: what runs in between, and what the reader does with an
    /// element, has nothing to do with the elements that follow.
    pub fn may_be_lazy(&self, facts: &Facts) -> bool {
        let code = self.made.code;
        // `next(it)` in an element ends a list comprehension with StopIteration, a generator with RuntimeError (PEP 479).
        let suspends = CodeInfo::any_within(&code.suspensions, self.making) || self.calls_next();
        // `:=` in a comprehension binds a name that is read afterwards.
        let leaks = code.stores_within(self.making).any(|n| {
            self.made.name_is_read_later(n) && !self.names.contains(&n) && self.made.comprehension().is_some()
        });
        if suspends || leaks || !self.stays_open() {
            return false;
        }
        self.rounds().into_iter().all(|range| !self.interferes(facts, range))
    }

    /// The file whose lines these are stays open, and nobody else reads or writes it until the last line is read.
    pub fn leaves_the_file_alone(&self) -> bool {
        let code = self.made.code;
        let sources = self.variables_in(self.object.made);
        let opens = |range: (u32, u32)| {
            let attribute =
                code.attributes_within(range).any(|n| matches!(n, "open" | "write_text" | "write_bytes" | "unlink"));
            attribute || code.reads_within(range).any(|n| n == "open")
        };
        let made_here = self.opens_in_expression();
        let attributes = self.attributes_in(self.object.made);
        self.stays_open()
            && self.rounds().into_iter().all(|range| {
                // `self.file.readlines()`, and `self.file` again; the file itself, or its path in another `open`.
                let touched = if made_here {
                    false
                } else if attributes.is_empty() {
                    code.reads_within(range).any(|n| sources.contains(&n) && !self.names.contains(&n))
                } else {
                    code.attributes_within(range).any(|n| attributes.contains(&n))
                };
                let reopened = opens(range) && self.shares_variables(&sources, range);
                !touched && !reopened
            })
    }

    /// `text = f.read()`, then `check(text)` beside `text.splitlines()`: the text is there as a whole in any case.
    pub fn wants_the_whole_text(&self, facts: &Facts) -> bool {
        let code = self.made.code;
        let reads = |n: &str| matches!(n, "read" | "read_text" | "readlines");
        let inside = |s: &Span| self.covers(*s);
        if code.attributes.iter().zip(&code.attribute_spans).any(|((_, n), s)| reads(n) && inside(s)) {
            return false;
        }
        let beside = |name: &str| code.loads.iter().zip(&code.load_spans).any(|((_, n), s)| n == name && !inside(s));
        self.variables_in(self.object.made).iter().any(|n| beside(n) || facts.is_used_elsewhere(self.made, n))
    }

    /// `open(path).readlines()`, `path.read_text().splitlines()`
    fn opens_in_expression(&self) -> bool {
        let code = self.made.code;
        let inside = code.loads.iter().zip(&code.load_spans).filter(|(_, s)| self.covers(**s));
        inside.into_iter().any(|((_, n), _)| n == "open")
            || self.attributes_in(self.object.made).iter().any(|&n| matches!(n, "open" | "read_text"))
    }

    fn attributes_in(&self, span: Span) -> Vec<&'f str> {
        let code = self.made.code;
        let inside = code.attributes.iter().zip(&code.attribute_spans);
        let reads = |n: &&str| matches!(*n, "readlines" | "read" | "splitlines" | "split");
        let inside = inside.filter(|(_, s)| span.start <= s.start && s.end <= span.end);
        inside.map(|((_, n), _)| n.as_str()).filter(|n| !reads(n)).collect()
    }

    fn covers(&self, span: Span) -> bool {
        self.object.made.start <= span.start && span.end <= self.object.made.end
    }

    /// What runs between the making of the first element and the last use of one.
    fn rounds(&self) -> Vec<(u32, u32)> {
        let mut out = vec![(self.made.pc + 1, self.read.pc.saturating_sub(1))];
        match self.reader {
            Reader::Loop { body } | Reader::Lazy { then: body, .. } => out.extend(self.made.code.repeated(body)),
            Reader::Aggregate { .. } if self.calls => out.push((self.read.pc, self.read.pc)),
            Reader::Aggregate { .. } | Reader::Length | Reader::First => {}
        }
        out
    }

    /// No `with` is left in between: a file or a lock that the elements need.
    fn stays_open(&self) -> bool {
        !self.made.code.exits.iter().any(|&pc| self.made.pc < pc && pc < self.read.pc)
    }

    fn interferes(&self, facts: &Facts, range: (u32, u32)) -> bool {
        let code = self.made.code;
        let own = self.deeds();
        let other = code.touch_within(range);
        let sources = self.sources();
        let rebinds = code.stores_within(range).any(|n| sources.contains(&n) && !self.names.contains(&n));
        rebinds || own_conflicts(facts, self, &own, &other) || {
            let unseen = other.changes.iter().any(|&id| facts.story_of(id, self.object.of).is_none());
            let reaches = unseen || other.deeds.intersects(Deeds::UNKNOWN | Deeds::CHANGES);
            reaches && (self.runs_over_shared_state() || self.shares_variables(&sources, range))
        }
    }

    /// A variable of the elements, or what it was taken from, is used there, too.
    fn shares_variables(&self, sources: &[&str], range: (u32, u32)) -> bool {
        let code = self.made.code;
        let used: Vec<&str> =
            code.reads_within(range).filter(|n| is_variable(code, n) && !self.names.contains(n)).collect();
        let (a, b) = (roots(code, sources), roots(code, &used));
        a.iter().any(|n| b.contains(n)) || self.shares_globals(range)
    }

    /// `for k in [k for k in TABLE if ...]: del TABLE[k]`, and the same with `os.environ`. What is called is no matter.
    fn shares_globals(&self, range: (u32, u32)) -> bool {
        let code = self.made.code;
        let inside = code.loads.iter().zip(&code.load_spans).filter(|(_, s)| self.covers(**s));
        inside.into_iter().any(|((_, name), at)| {
            let function = effects::function(name, 1).is_some();
            if function || is_variable(code, name) || !code.reads_within(range).any(|n| n == name) {
                return false;
            }
            let mut parts = code.attributes.iter().zip(&code.attribute_spans).filter(|(_, s)| s.start == at.start);
            match parts.next() {
                Some(((_, part), _)) => code.attributes_within(range).any(|n| n == part),
                None => true,
            }
        })
    }

    /// `[bp for bp in bdb.Breakpoint.bpbynumber if bp]`: whoever is called may change what it runs over.
    fn runs_over_shared_state(&self) -> bool {
        let code = self.made.code;
        let iterable = |pc: u32, at: Span| pc < self.making.0 && self.covers(at);
        let called = code.waited.iter().any(|&(pc, at)| iterable(pc, at));
        let starts = |at: Span| code.attribute_spans.iter().any(|a| a.start == at.start && a.end > at.end);
        let mut loads = code.loads.iter().zip(&code.load_spans);
        !called && loads.any(|((pc, name), &at)| iterable(*pc, at) && !is_variable(code, name) && starts(at))
    }

    /// Variables that the elements are made from.
    fn sources(&self) -> Vec<&'f str> {
        if !self.is_appended() {
            return self.variables_in(self.object.made);
        }
        let code = self.made.code;
        let own = |n: &str| code.stores_within(self.making).any(|s| s == n);
        let read = code.reads_within((self.making.0.saturating_sub(4), self.making.1));
        read.filter(|n| is_variable(code, n) && !self.names.contains(n) && !own(n)).collect()
    }

    fn variables_in(&self, span: Span) -> Vec<&'f str> {
        let code = self.made.code;
        let inside =
            code.loads.iter().zip(&code.load_spans).filter(|(_, s)| span.start <= s.start && s.end <= span.end);
        inside.map(|((_, n), _)| n.as_str()).filter(|n| is_variable(code, n)).collect()
    }
}

fn is_variable(code: &CodeInfo, name: &str) -> bool {
    code.variables.iter().any(|v| v == name)
}

/// Two things that both act, or one that changes what the other reads.
fn own_conflicts(facts: &Facts, life: &Life, own: &Touch, other: &Touch) -> bool {
    let acts = Deeds::UNKNOWN | Deeds::CHANGES | Deeds::OUTPUT;
    let unseen = |t: &Touch| t.changes.iter().any(|&id| facts.story_of(id, life.object.of).is_none());
    let reads = |id| {
        let inside = |e: &StoryEvent| {
            let pc = if e.in_call { e.outer } else { e.pc };
            life.covers(e.span) || life.making.0 <= pc && pc <= life.making.1
        };
        id != life.object.id && facts.story_of(id, life.object.of).is_some_and(|o| o.events.iter().any(inside))
    };
    let both = (own.deeds.intersects(acts) || unseen(own)) && (other.deeds.intersects(acts) || unseen(other));
    let refuses = own.deeds.intersects(Deeds::CHECKS)
        && (other.deeds.intersects(Deeds::UNKNOWN | Deeds::CHANGES) || unseen(other));
    // `load` logs, and so may whatever runs in between.
    let both = both || !own.changes.is_empty() && other.deeds.intersects(Deeds::UNKNOWN | Deeds::CHANGES);
    let suspends = other.deeds.intersects(Deeds::SUSPENDS);
    both || refuses || suspends || other.changes.iter().any(|&id| own.changes.contains(&id) || reads(id))
}

/// The names, and those from which they were bound: `rows = self.rows` leads to `self`.
fn roots<'f>(code: &'f CodeInfo, names: &[&'f str]) -> Vec<&'f str> {
    let mut out: Vec<&str> = names.to_vec();
    let mut at = 0;
    while let Some(&name) = out.get(at) {
        at += 1;
        for &(pc, _) in code.stores.iter().filter(|(_, n)| n == name) {
            let before = code.stores.iter().map(|s| s.0).filter(|&p| p < pc).max().unwrap_or(0);
            let block = code.leaders.iter().copied().filter(|&l| l <= pc).max().unwrap_or(0);
            for read in code.reads_within((before.max(block), pc)) {
                if is_variable(code, read) && !out.contains(&read) && out.len() < MAX_ROOTS {
                    out.push(read);
                }
            }
        }
    }
    out
}

/// How a list grows at its end by several: `words += line.split()`.
const EXTENDS: &[&str] = &[".extend()", "+="];

/// `out = []`, and one loop that appends to it, and nobody else.
pub(super) fn loop_of_appends(object: &ObjectStory, start: Place) -> Option<Loop> {
    let first = object.events.first()?;
    if !matches!(first.kind, EventOf::Bound { from: None, .. }) || first.measure.len != Some(0) {
        return None;
    }
    let appends: Vec<&StoryEvent> =
        object.events.iter().filter(|e| matches!(e.kind, EventOf::Mutated { .. })).collect();
    let by_several = |e: &StoryEvent| matches!(&e.kind, EventOf::Mutated { how } if EXTENDS.contains(&how.as_str()));
    let by_one = |e: &StoryEvent| matches!(&e.kind, EventOf::Mutated { how } if how == ".append()");
    let plain = |e: &&StoryEvent| e.certain && !e.in_call && (by_one(e) || by_several(e));
    if appends.is_empty() || !appends.iter().all(plain) {
        return None;
    }
    // The outermost loop that comes after the empty list and has all appends in it.
    let holds = |l: &&Loop| start.pc < l.next && appends.iter().all(|e| l.next < e.pc && e.pc < l.end);
    let outermost = start.code.loops.iter().copied().filter(|l| holds(&l)).min_by_key(|l| l.next)?;
    // How much a round adds is not known: only where the rounds are many it is much in any case.
    let much = outermost.bound == Bound::Input || !appends.iter().any(|e| by_several(e));
    much.then_some(outermost)
}

/// `for row in rows`, or a generator expression over them.
fn loop_reader<'f>(facts: &'f Facts, list: &ObjectStory, event: &'f StoryEvent) -> Option<Reader<'f>> {
    let place = facts.place(event)?;
    if place.code.generators.iter().any(|&(get, _)| get == event.pc) {
        let by = "a generator";
        return lazy_reader(facts, list, event, by);
    }
    // In a helper it is the call that runs the rounds.
    let body = if event.in_call { (event.outer, event.outer) } else { rounds_after(place)? };
    Some(Reader::Loop { body })
}

/// The rounds of the loop whose iterator is got here.
pub(super) fn rounds_after(place: Place) -> Option<(u32, u32)> {
    let next = place.code.loops.iter().filter(|l| l.next > place.pc).min_by_key(|l| l.next)?;
    // `it = iter(rows)`: read somewhere else.
    let named = place.code.stores.iter().any(|(pc, _)| place.pc < *pc && *pc < next.next);
    (!named).then_some((next.next + 1, next.end.saturating_sub(1)))
}

/// `for i, row in enumerate(rows)`: the iterator is read once, by a loop or by something that takes it to its end.
fn lazy_reader<'f>(facts: &'f Facts, list: &ObjectStory, event: &'f StoryEvent, by: &'f str) -> Option<Reader<'f>> {
    if event.in_call || matches!(by, "reversed" | "cycle" | "tee") {
        return None;
    }
    let code = facts.place(event)?.code;
    let made = code.generators.iter().find(|(get, _)| *get == event.pc).map_or(event.pc, |&(_, call)| call);
    let iterator = facts.iterator_made_at(list.of, event.code, made)?;
    let mut uses = iterator.events.iter().filter(|e| !matches!(e.kind, EventOf::Made));
    let (only, None) = (uses.next()?, uses.next()) else { return None };
    let then = match &only.kind {
        EventOf::Iterated => rounds_after(facts.place(only)?)?,
        EventOf::Consumed { .. } if only.pc > event.pc => (only.pc, only.pc),
        _ => return None,
    };
    let plain = !only.in_call && only.certain;
    plain.then_some(Reader::Lazy { by, then })
}
