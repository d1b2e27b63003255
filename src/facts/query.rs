//! Questions that rules and annotations ask.

use super::{
    CodeInfo, EventOf, Exposed, Facts, KeyedBy, Loop, Measure, NoteOf, ObjectStory, Seen, Sharing, StoryEvent, Touch,
};
use crate::bytecode::CodeId;
use crate::config::PythonVersion;
use crate::cpython::{
    identity::{Candidate, is_immortal},
    sizes,
};
use crate::heap::ObjId;
use crate::text::Span;
use compact_str::CompactString;

/// A point in the code.
#[derive(Clone, Copy, Debug)]
pub struct Place<'f> {
    pub code: &'f CodeInfo,
    pub pc: u32,
}

impl Facts {
    /// Two places are on one line.
    #[must_use]
    pub fn same_line(&self, a: Span, b: Span) -> bool {
        self.lines.as_ref().is_none_or(|l| l.line_number(a.start) == l.line_number(b.start))
    }

    /// Where the line of an offset ends in the analysed text, before its newline.
    #[must_use]
    pub fn line_end(&self, text: &str, offset: u32) -> u32 {
        self.lines.as_ref().map_or(offset, |l| l.line_span(text, l.line_number(offset) - 1).end)
    }

    /// Variables of the module of which something is only true as long as no other file empties them: dicts that get
    /// key after key, and caches without a bound.
    #[must_use]
    pub fn exposed(&self) -> Vec<Exposed> {
        let variable = |name: &str, kind: &str| Exposed { class: None, name: name.to_owned(), kind: kind.to_owned() };
        let mut all = Vec::new();
        for object in &self.objects {
            let keyed = |e: &StoryEvent| e.kind == EventOf::Keyed { by: KeyedBy::Computed };
            let is_keyed = object.events.iter().any(keyed);
            all.extend(object.events.iter().filter_map(|e| match &e.kind {
                EventOf::Unbounded { function, cleared: false, .. } => Some(variable(function, "function")),
                EventOf::Bound { name, .. } if is_keyed && self.place(e)?.code.is_module => {
                    Some(variable(name, &object.type_name))
                }
                _ => None,
            }));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The CPython of which everything here is true.
    #[must_use]
    pub fn target_version(&self) -> PythonVersion {
        self.target_version
    }

    /// Where the instruction at a place stands in the source.
    #[must_use]
    pub fn span_at(&self, place: Place<'_>) -> Option<Span> {
        place.code.waited.iter().find(|(pc, _)| *pc == place.pc).map(|w| w.1)
    }

    #[must_use]
    pub fn place(&self, event: &StoryEvent) -> Option<Place<'_>> {
        self.place_of(event.code, event.pc)
    }

    #[must_use]
    pub fn place_of(&self, code: CodeId, pc: u32) -> Option<Place<'_>> {
        Some(Place { code: self.code(code)?, pc })
    }

    /// PEP 683: from 3.12 on.
    #[must_use]
    pub fn is_immortal(&self, value: &Seen) -> bool {
        let candidate = match value.sharing {
            Sharing::CachedInt | Sharing::Singleton => Candidate::Singleton,
            Sharing::Interned => Candidate::InternedConstant,
            Sharing::Constant | Sharing::Own => Candidate::Other,
        };
        is_immortal(self.target_version, candidate)
    }

    /// The object as a name gets it.
    #[must_use]
    pub fn seen(&self, object: &ObjectStory) -> Option<&Seen> {
        self.notes.iter().find_map(|note| match &note.kind {
            NoteOf::Bound(binding) => binding.value.as_ref().filter(|seen| seen.object == object.id),
            _ => None,
        })
    }

    /// What it is, if that is known: `list`, `generator`.
    #[must_use]
    pub fn type_name<'f>(&'f self, object: &'f ObjectStory) -> Option<&'f str> {
        let seen = || self.seen(object).map(|seen| &*seen.type_name);
        Some(&*object.type_name).filter(|name| !name.is_empty()).or_else(seen)
    }

    /// The frame of a generator is an object beside it.
    #[must_use]
    pub fn frames_are_apart(&self) -> bool {
        sizes::frame_is_apart(self.target_version)
    }

    #[must_use]
    pub fn story(&self, object: ObjId) -> Option<&ObjectStory> {
        self.objects.iter().find(|story| story.id == object)
    }

    /// Made in every round of a loop and put away: what is read later may be another one each time.
    #[must_use]
    pub fn stands_for_many(&self, object: &ObjectStory) -> bool {
        let stored = object.events.iter().any(|e| e.kind == EventOf::Stored);
        // Arguments are made by no instruction.
        let made = object.made_at.filter(|&(_, pc)| pc != u32::MAX);
        let place = made.and_then(|(code, pc)| Some(Place { code: self.code(code)?, pc }));
        stored && place.is_some_and(Place::is_in_loop)
    }

    /// The iterator that an instruction of the analysed function makes.
    #[must_use]
    pub fn iterator_made_at(&self, of: CodeId, code: CodeId, pc: u32) -> Option<&ObjectStory> {
        self.objects.iter().find(|o| o.of == of && o.made_at == Some((code, pc)) && o.type_name != "list")
    }

    /// A name is read in an expression, or in a function that it makes.
    #[must_use]
    pub fn calls_inside(&self, at: Span, name: &str) -> bool {
        let inside = |s: &Span| at.start <= s.start && s.end <= at.end;
        let mut loads = self.codes.iter().flat_map(|c| c.loads.iter().zip(&c.load_spans));
        loads.any(|((_, n), span)| n == name && inside(span))
    }

    /// Code that was looked at reads a name or an attribute of this name.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        self.codes.iter().any(|c| c.loads.iter().chain(&c.attributes).any(|(_, n)| n == name))
    }

    /// A function or method of the file has this name.
    #[must_use]
    pub fn has_function(&self, name: &str) -> bool {
        self.functions.iter().any(|f| f == name)
    }

    /// All code that was analysed.
    #[must_use]
    pub fn codes(&self) -> &[CodeInfo] {
        &self.codes
    }

    #[must_use]
    pub fn code(&self, id: CodeId) -> Option<&CodeInfo> {
        // They are in the order of their ids.
        self.codes.binary_search_by_key(&id, |c| c.id).ok().map(|at| &self.codes[at])
    }

    /// What is told of an object in the analysis of one function.
    #[must_use]
    pub fn story_of(&self, id: ObjId, of: CodeId) -> Option<&ObjectStory> {
        self.objects.iter().find(|o| o.id == id && o.of == of)
    }

    /// At least as large as the setting says, or as large as the input.
    #[must_use]
    pub fn is_large(&self, measure: Measure) -> bool {
        measure.input || measure.bytes.is_some_and(|b| b >= self.large_bytes)
    }

    /// Code of the file raises what an attribute holds: it is kept for that.
    #[must_use]
    pub fn is_raised_later(&self, place: &str) -> bool {
        let attribute = place.rsplit('.').next().unwrap_or(place);
        self.raised.iter().any(|r| r == attribute.trim_end_matches("[...]"))
    }

    /// Somebody else may use a name of the module: a function of the file, or `__all__`.
    #[must_use]
    pub fn is_used_elsewhere(&self, place: Place<'_>, name: &str) -> bool {
        if place.code.is_module {
            let exported = place.code.strings.iter().any(|s| s == name);
            return exported || self.captured.iter().any(|c| c == name);
        }
        false
    }
}

impl<'a> Place<'a> {
    /// Control goes from here to `to` in a straight line.
    #[must_use]
    pub fn leads_straight_to(self, to: Place<'_>) -> bool {
        let between = self.code.leaders.iter().any(|&l| self.pc < l && l <= to.pc);
        self.code.id == to.code.id && self.pc <= to.pc && !between
    }

    /// Instructions that may run after this one, as ranges (end exclusive). Its own block from the start if it is in a loop.
    fn later(self) -> Vec<(u32, u32)> {
        let edges = &self.code.edges;
        let block = |pc: u32| edges.partition_point(|(start, _)| *start <= pc).saturating_sub(1);
        let end = |i: usize| edges.get(i + 1).map_or(u32::MAX, |e| e.0);
        let first = block(self.pc);
        let mut out = vec![(self.pc + 1, end(first))];
        let mut seen = vec![false; edges.len()];
        let mut todo: Vec<u32> = edges.get(first).map(|e| e.1.clone()).unwrap_or_default();
        while let Some(start) = todo.pop() {
            let i = block(start);
            if !std::mem::replace(&mut seen[i], true) {
                out.push((start, end(i)));
                todo.extend(&edges[i].1);
            }
        }
        out
    }

    /// Control goes from here to `to`, and comes there again only through here.
    #[must_use]
    pub fn leads_once_to(self, to: Place<'_>) -> bool {
        if self.code.id != to.code.id || self.pc > to.pc {
            return false;
        }
        let (here, there) = (self.block(self.pc), self.block(to.pc));
        if here == there {
            return true;
        }
        let edges = &self.code.edges;
        let after = edges.get(there).into_iter().flat_map(|e| &e.1).map(|&start| self.block(start));
        let again = after.filter(|&b| b != here).any(|b| self.reached_without(b, &[here])[there]);
        !again && self.reached_without(here, &[])[there]
    }

    /// Control may go from here to `to` without passing `barrier` in between.
    #[must_use]
    pub fn leads_on_to(self, to: Place<'_>, barrier: Place<'_>) -> bool {
        if self.code.id != to.code.id {
            return false;
        }
        let (here, there, wall) = (self.block(self.pc), self.block(to.pc), self.block(barrier.pc));
        if here == there && self.pc < to.pc {
            let between = barrier.code.id == self.code.id && self.pc < barrier.pc && barrier.pc < to.pc;
            return !between;
        }
        let next = self.code.edges.get(here).into_iter().flat_map(|e| &e.1).map(|&start| self.block(start));
        let passes = |b: usize| b != wall || (there == wall && to.pc <= barrier.pc);
        next.into_iter().any(|b| {
            passes(b) && (b == there && passes(there) || self.reached_without(b, &[wall])[there] && (there != wall))
        })
    }

    /// Control may go from here to `to`.
    #[must_use]
    pub fn may_lead_to(self, to: Place<'_>) -> bool {
        self.code.id == to.code.id && self.later().iter().any(|&(start, end)| start <= to.pc && to.pc < end)
    }

    /// What comes before may come again.
    #[must_use]
    pub fn is_in_loop(self) -> bool {
        self.later().iter().any(|&(start, end)| start <= self.pc && self.pc < end)
    }

    /// No round of a loop goes without passing here.
    #[must_use]
    pub fn is_passed_in_each_round(self, of: Loop) -> bool {
        let (head, here) = (self.block(of.next), self.block(self.pc));
        let body = self.block(of.next + 1);
        body == here || !self.reached_without(body, &[here])[head] && head != here
    }

    /// A name may be read after this point.
    #[must_use]
    pub fn name_is_read_later(self, name: &str) -> bool {
        // `locals()` and the like read every name.
        let reflective = |n: &str| matches!(n, "locals" | "vars" | "eval" | "exec" | "globals" | "dir");
        let later = self.later();
        let within = |pc: u32| later.iter().any(|&(start, end)| start <= pc && pc < end);
        self.code.loads.iter().any(|(pc, n)| (n == name || reflective(n)) && within(*pc))
    }

    /// One loop binds the name and passes here, again and again.
    #[must_use]
    pub fn is_bound_in_same_loop(self, name: &str) -> bool {
        let stores = self.code.stores.iter().filter(|(_, n)| n == name).map(|&(pc, _)| Place { pc, ..self });
        self.is_in_loop() && stores.into_iter().any(|store| self.may_lead_to(store) && store.may_lead_to(self))
    }

    #[must_use]
    pub fn name_is_bound_later(self, name: &str) -> bool {
        self.is_later(&self.code.stores, name)
    }

    /// A name is also bound where control does not come from here: on another branch, or before.
    #[must_use]
    pub fn name_is_bound_elsewhere(self, name: &str) -> bool {
        let later = self.later();
        let within = |pc: u32| pc == self.pc || later.iter().any(|&(start, end)| start <= pc && pc < end);
        self.code.stores.iter().any(|(pc, n)| n == name && !within(*pc))
    }

    /// Wherever a path binds `name` anew and another does not, both come here.
    #[must_use]
    pub fn follows_each_choice(self, name: &str) -> bool {
        let edges = &self.code.edges;
        let here = self.block(self.pc);
        let binds: Vec<usize> =
            self.code.stores.iter().filter(|(_, n)| n == name).map(|(pc, _)| self.block(*pc)).collect();
        let first = self.reached_without(0, &binds);
        (0..edges.len()).filter(|&i| first[i] && edges[i].1.len() > 1).any(|choice| {
            let keeps = self.reached_without(choice, &binds)[here];
            let renews = binds.iter().any(|&b| self.reached_without(choice, &[here])[b]);
            let avoids = self.reached_without(choice, &[here]);
            let ends = (0..edges.len()).any(|i| avoids[i] && edges[i].1.is_empty());
            keeps && renews && !ends
        })
    }

    /// What decides whether `name` is bound anew has nothing to do with what decides whether control comes here:
    /// `if args.get("fresh"): xs = []` ... `if x not in xs: xs.append(x)`.
    #[must_use]
    pub fn is_decided_apart_from(self, name: &str) -> bool {
        let edges = &self.code.edges;
        let here = self.block(self.pc);
        let binds: Vec<usize> =
            self.code.stores.iter().filter(|(_, n)| n == name).map(|(pc, _)| self.block(*pc)).collect();
        let forks: Vec<usize> = (0..edges.len()).filter(|&i| edges[i].1.len() > 1).collect();
        let choices = forks.iter().copied().filter(|&c| {
            let renews = binds.iter().any(|&b| self.reached_without(c, &[here])[b]);
            renews && self.reached_without(c, &binds)[here]
        });
        let guards: Vec<usize> = forks
            .iter()
            .copied()
            .filter(|&g| {
                let misses = |&start: &u32| !self.reached_without(self.block(start), &[])[here];
                self.reached_without(g, &[])[here] && edges[g].1.iter().any(misses)
            })
            .collect();
        let set_with: Vec<&str> = self
            .code
            .stores
            .iter()
            .filter(|(pc, n)| n != name && binds.contains(&self.block(*pc)))
            .map(|(_, n)| n.as_str())
            .collect();
        let tested: Vec<&str> = guards.iter().flat_map(|&g| self.tested(g)).collect();
        let mut any = false;
        for choice in choices {
            any = true;
            let asked = self.tested(choice);
            if asked.is_empty() || asked.iter().any(|a| tested.iter().any(|t| is_same_or_inside(a, t))) {
                return false;
            }
        }
        any && !tested.iter().any(|t| set_with.iter().any(|s| is_same_or_inside(s, t)))
    }

    /// What the test at the end of a block reads; for a loop what it runs over.
    fn tested(self, block: usize) -> Vec<&'a str> {
        let edges = &self.code.edges;
        let reads = |i: usize| {
            let (start, end) = (edges[i].0, edges.get(i + 1).map_or(u32::MAX, |e| e.0));
            let inside = self.code.reads.iter().filter(move |(pc, _)| start <= *pc && *pc < end);
            inside
                .map(|(_, path)| path.as_str())
                .filter(|p| !matches!(*p, "len" | "isinstance" | "bool" | "any" | "all"))
        };
        let own: Vec<&str> = reads(block).collect();
        if own.is_empty() && block > 0 { reads(block - 1).collect() } else { own }
    }

    fn block(self, pc: u32) -> usize {
        self.code.edges.partition_point(|(start, _)| *start <= pc).saturating_sub(1)
    }

    /// Blocks that control reaches from one block's end (itself included) without passing through `barred` ones.
    fn reached_without(self, from: usize, barred: &[usize]) -> Vec<bool> {
        let mut seen = vec![false; self.code.edges.len()];
        let mut todo = vec![from];
        while let Some(i) = todo.pop() {
            if i < seen.len() && !seen[i] && (i == from || !barred.contains(&i)) {
                seen[i] = true;
                todo.extend(self.code.edges[i].1.iter().map(|&start| self.block(start)));
            }
        }
        seen
    }

    fn is_later(self, uses: &[(u32, CompactString)], name: &str) -> bool {
        let later = self.later();
        let within = |pc: u32| later.iter().any(|&(start, end)| start <= pc && pc < end);
        uses.iter().any(|(pc, n)| n == name && within(*pc))
    }

    #[must_use]
    pub fn name_is_read_between(self, end: Place<'_>, name: &str) -> bool {
        self.code.loads.iter().any(|(pc, n)| self.pc < *pc && *pc < end.pc && n == name)
    }

    /// On the way from here to `end` the name may be bound to something else, or deleted.
    #[must_use]
    pub fn name_is_bound_between(self, name: &str, end: Place<'_>) -> bool {
        let stores = self.code.stores.iter().filter(|(pc, n)| n == name && *pc != self.pc);
        stores.map(|(pc, _)| Place { code: self.code, pc: *pc }).any(|s| self.may_lead_to(s) && s.may_lead_to(end))
    }

    /// A call after this point may take long.
    #[must_use]
    pub fn waits_later(self) -> bool {
        let later = self.later();
        self.code.waits.iter().any(|(pc, _)| later.iter().any(|&(start, end)| start <= *pc && *pc < end))
    }

    /// The function may be suspended after this point: `await`, `yield`.
    #[must_use]
    pub fn suspends_later(self) -> bool {
        let later = self.later();
        self.code.suspensions.iter().any(|pc| later.iter().any(|&(start, end)| start <= *pc && *pc < end))
    }

    /// Control goes from here to a `raise` in a straight line.
    #[must_use]
    pub fn leads_to_raise(self) -> bool {
        self.code.raises.iter().any(|&pc| self.leads_straight_to(Place { code: self.code, pc }))
    }

    /// A name is loaded where control then raises: `raise ExceptionGroup("..", errors)`.
    #[must_use]
    pub fn is_loaded_to_raise(self, name: &str) -> bool {
        self.code.loads.iter().any(|(pc, n)| n == name && Place { code: self.code, pc: *pc }.leads_to_raise())
    }

    /// An attribute that holds something here may be set to `None` later on.
    #[must_use]
    pub fn is_cleared_later(self, place: &str) -> bool {
        self.is_later(&self.code.cleared, place)
    }

    /// The comprehension that ends here: from its first loop on.
    #[must_use]
    pub fn comprehension(self) -> Option<(u32, u32)> {
        self.code.comprehensions.iter().copied().find(|c| c.1 == self.pc)
    }

    /// Something between here and `end` (exclusive) may change an object, or leave a `with`.
    #[must_use]
    pub fn has_effects_before(self, end: Place<'_>) -> bool {
        let inside = |pc: &&u32| self.pc < **pc && **pc < end.pc;
        self.code.effects.iter().any(|pc| inside(&pc)) || self.code.exits.iter().any(|pc| inside(&pc))
    }
}

fn is_same_or_inside(a: &str, b: &str) -> bool {
    let inside = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    inside(a, b) || inside(b, a)
}

impl CodeInfo {
    #[must_use]
    pub fn any_within(pcs: &[u32], range: (u32, u32)) -> bool {
        pcs.iter().any(|&pc| range.0 <= pc && pc <= range.1)
    }

    /// Names that are read in a range of instructions.
    pub fn reads_within(&self, range: (u32, u32)) -> impl Iterator<Item = &str> {
        self.loads.iter().filter(move |(pc, _)| range.0 <= *pc && *pc <= range.1).map(|(_, n)| n.as_str())
    }

    /// Attributes that are loaded in an expression, methods included.
    pub fn attributes_inside(&self, at: Span) -> impl Iterator<Item = &str> {
        let inside = move |s: &Span| at.start <= s.start && s.end <= at.end;
        self.attributes.iter().zip(&self.attribute_spans).filter(move |(_, s)| inside(s)).map(|((_, n), _)| n.as_str())
    }

    /// The parts of a loop's rounds after which there may be another round.
    #[must_use]
    pub fn repeated(&self, body: (u32, u32)) -> Vec<(u32, u32)> {
        if body.0 >= body.1 {
            return vec![body];
        }
        let head = Place { code: self, pc: body.0.saturating_sub(1) };
        let ends = self.edges.iter().skip(1).map(|e| e.0).chain([u32::MAX]);
        let blocks =
            self.edges.iter().map(|e| e.0).zip(ends).map(|(start, end)| (start.max(body.0), body.1.min(end - 1)));
        let again = |&(start, end): &(u32, u32)| start <= end && Place { code: self, pc: end }.may_lead_to(head);
        blocks.filter(again).collect()
    }

    /// A round may leave the loop other than by its end, and the function goes on.
    #[must_use]
    pub fn may_break(&self, of: Loop) -> bool {
        self.breaks_of(of).next().is_some()
    }

    /// Where that leads: behind a `break`, or to a handler.
    pub fn breaks_of(&self, of: Loop) -> impl Iterator<Item = u32> {
        let inside = move |pc: u32| of.next < pc && pc < of.end;
        let blocks = self.edges.iter().filter(move |(start, _)| inside(*start));
        blocks.flat_map(|(_, next)| next.iter().copied()).filter(move |&to| to < of.next || to >= of.end)
    }

    /// The first call in a loop that nothing but an exception ends: `while True: server.handle_one()`.
    #[must_use]
    pub fn endless_loop(&self) -> Option<u32> {
        let block = |pc: u32| self.edges.partition_point(|(start, _)| *start <= pc).saturating_sub(1);
        let raises = |i: usize| {
            let (start, end) = (self.edges[i].0, self.edges.get(i + 1).map_or(u32::MAX, |e| e.0));
            self.raises.iter().any(|pc| (start..end).contains(pc))
        };
        let mut before = vec![Vec::new(); self.edges.len()];
        for (i, (_, next)) in self.edges.iter().enumerate() {
            next.iter().for_each(|&to| before[block(to)].push(i));
        }
        let mut leaves = vec![false; self.edges.len()];
        let mut todo: Vec<usize> =
            (0..self.edges.len()).filter(|&i| self.edges[i].1.is_empty() && !raises(i)).collect();
        while let Some(i) = todo.pop() {
            if !std::mem::replace(&mut leaves[i], true) {
                todo.extend(&before[i]);
            }
        }
        // Control comes back there: not the way that leads to it.
        let trapped = self.waited.iter().map(|&(pc, _)| pc).filter(|&pc| !leaves[block(pc)]);
        trapped.into_iter().find(|&pc| Place { code: self, pc }.is_in_loop())
    }

    /// Attributes that are loaded in a range of instructions, methods included.
    pub fn attributes_within(&self, range: (u32, u32)) -> impl Iterator<Item = &str> {
        self.attributes.iter().filter(move |(pc, _)| range.0 <= *pc && *pc <= range.1).map(|(_, n)| n.as_str())
    }

    /// All that a range of instructions does.
    #[must_use]
    pub fn touch_within(&self, range: (u32, u32)) -> Touch {
        let mut all = Touch::default();
        self.touches.iter().filter(|(pc, _)| range.0 <= *pc && *pc <= range.1).for_each(|(_, t)| all.add(t));
        all
    }

    pub fn stores_within(&self, range: (u32, u32)) -> impl Iterator<Item = &str> {
        self.stores.iter().filter(move |(pc, _)| range.0 <= *pc && *pc <= range.1).map(|(_, n)| n.as_str())
    }
}

impl ObjectStory {
    /// `e.with_traceback(None)`, `traceback.clear_frames(e.__traceback__)`: what is left is small.
    #[must_use]
    pub fn lets_traceback_go(&self) -> bool {
        self.events.iter().any(|e| match &e.kind {
            EventOf::Stripped => true,
            EventOf::Mutated { how } => how == ".clear_frames()",
            _ => false,
        })
    }

    /// The first event that changes the object's contents, with its place in the story.
    #[must_use]
    pub fn first_mutation(&self) -> Option<(usize, &StoryEvent, &str)> {
        self.events.iter().enumerate().find_map(|(i, e)| match &e.kind {
            EventOf::Mutated { how } => Some((i, e, how.as_str())),
            _ => None,
        })
    }
}
