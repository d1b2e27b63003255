//! `match`: patterns take the subject apart on the stack; the names are bound when all of a pattern has matched
//! (`compiler_pattern`).

use super::unit::{Label, Unit};
use crate::bytecode::Const;
use crate::bytecode::op::{BinaryOp, CompareOp, Op};
use crate::config::PythonVersion;
use crate::syntax::ast::{self, Pattern};
use crate::syntax::span_of;
use crate::text::Span;

/// What a pattern has on the stack besides the subject in hand.
#[derive(Default)]
struct Matching<'a> {
    /// Names whose values are already there.
    stores: Vec<&'a str>,
    /// Operands above those that later parts still need.
    on_top: u32,
    /// Where to go when it fails, by the number of operands that must go.
    fail: Vec<Label>,
}

impl<'a> Unit<'_, 'a> {
    pub(super) fn match_stmt(&mut self, s: &'a ast::StmtMatch) {
        self.expr(&s.subject);
        let end = self.label();
        let depth = self.depth();
        let default = s.cases.last().filter(|c| is_wildcard(&c.pattern) && s.cases.len() > 1);
        let refutable = s.cases.len() - usize::from(default.is_some());
        for (i, case) in s.cases[..refutable].iter().enumerate() {
            let last = i + 1 == refutable;
            self.set_place(span_of(&case.pattern));
            if !last {
                self.emit(Op::Copy(1));
            }
            let mut m = Matching::default();
            self.pattern(&case.pattern, &mut m);
            for name in std::mem::take(&mut m.stores) {
                self.store(name);
            }
            if let Some(guard) = &case.guard {
                let fail = self.fail_label(&mut m, 0);
                self.jump_if(guard, false, fail);
            }
            self.set_place(span_of(&case.pattern));
            if let Some(first) = case.body.first().filter(|_| self.version() >= PythonVersion::PY314) {
                self.set_place(span_of(first));
            }
            if !last {
                self.emit(Op::Pop);
            }
            self.body(&case.body);
            self.jump_without_line(end);
            self.set_place(span_of(&case.pattern));
            self.set_depth(depth - u32::from(last));
            self.end_of_failures(&mut m);
        }
        if let Some(case) = default {
            self.set_place(span_of(&case.pattern));
            self.emit(Op::Nop);
            if let Some(guard) = &case.guard {
                self.jump_if(guard, false, end);
            }
            self.body(&case.body);
        }
        self.here(end);
        self.set_depth(depth - 1);
    }

    fn fail_label(&mut self, m: &mut Matching<'a>, pops: usize) -> Label {
        while m.fail.len() <= pops {
            let label = self.label();
            m.fail.push(label);
        }
        m.fail[pops]
    }

    /// The top of the stack says whether the pattern can go on.
    fn go_on_if(&mut self, m: &mut Matching<'a>) {
        let pops = m.on_top as usize + m.stores.len();
        let fail = self.fail_label(m, pops);
        self.pop_jump_if(false, fail);
    }

    fn end_of_failures(&mut self, m: &mut Matching<'a>) {
        let depth = self.depth();
        while m.fail.len() > 1 {
            if let Some(label) = m.fail.pop() {
                self.here(label);
                self.emit(Op::Pop);
            }
        }
        if let Some(label) = m.fail.pop() {
            self.here(label);
        }
        self.set_depth(depth);
    }

    /// Moves the top below `count - 1` others.
    fn rotate(&mut self, count: u32) {
        (2..=count).rev().for_each(|n| self.emit(Op::Swap(n)));
    }

    /// The top is the value of a name: it goes below what is still needed.
    fn capture(&mut self, name: Option<&'a ast::Identifier>, m: &mut Matching<'a>) {
        let Some(name) = name else { return self.emit(Op::Pop) };
        self.rotate(m.on_top + m.stores.len() as u32 + 1);
        m.stores.push(name.as_str());
    }

    fn number(&mut self, n: i64) {
        let id = self.c.program.constant_id(Const::Int(n.into()));
        self.emit(Op::LoadConst(id));
    }

    /// Takes the subject off the stack.
    fn pattern(&mut self, pattern: &'a Pattern, m: &mut Matching<'a>) {
        self.set_place(span_of(pattern));
        match pattern {
            Pattern::MatchValue(p) => {
                self.expr(&p.value);
                self.emit(Op::Compare(CompareOp::Eq));
                self.go_on_if(m);
            }
            Pattern::MatchSingleton(p) => {
                let constant = match p.value {
                    ast::Singleton::None => Const::None,
                    ast::Singleton::True => Const::Bool(true),
                    ast::Singleton::False => Const::Bool(false),
                };
                let id = self.c.program.constant_id(constant);
                self.constant(id);
                self.emit(Op::Is { negated: false });
                self.go_on_if(m);
            }
            Pattern::MatchSequence(p) => self.sequence_pattern(&p.patterns, m),
            Pattern::MatchMapping(p) => self.mapping_pattern(p, m),
            Pattern::MatchClass(p) => self.class_pattern(p, m),
            Pattern::MatchStar(p) => self.capture(p.name.as_ref(), m),
            Pattern::MatchAs(p) => match &p.pattern {
                None => self.capture(p.name.as_ref(), m),
                Some(inner) => {
                    m.on_top += 1;
                    self.emit(Op::Copy(1));
                    self.pattern(inner, m);
                    m.on_top -= 1;
                    self.capture(p.name.as_ref(), m);
                }
            },
            Pattern::MatchOr(p) => self.or_pattern(p, m),
        }
    }

    fn length_is(&mut self, op: CompareOp, n: usize, m: &mut Matching<'a>) {
        self.emit(Op::GetLen);
        self.number(n as i64);
        self.emit(Op::Compare(op));
        self.go_on_if(m);
    }

    fn sequence_pattern(&mut self, patterns: &'a [Pattern], m: &mut Matching<'a>) {
        let star = patterns.iter().position(|p| matches!(p, Pattern::MatchStar(_)));
        m.on_top += 1;
        self.emit(Op::MatchSequence);
        self.go_on_if(m);
        match star {
            None => self.length_is(CompareOp::Eq, patterns.len(), m),
            Some(_) if patterns.len() > 1 => self.length_is(CompareOp::Ge, patterns.len() - 1, m),
            Some(_) => {}
        }
        m.on_top -= 1;
        let star_wildcard = star.is_some_and(|at| is_wildcard(&patterns[at]));
        if patterns.iter().all(is_wildcard) {
            self.emit(Op::Pop);
        } else if let Some(star) = star.filter(|_| star_wildcard) {
            self.subscript_items(patterns, star, m);
        } else {
            match star {
                Some(at) => {
                    let after = patterns.len() - at - 1;
                    self.emit(Op::UnpackEx { before: at as u32, after: after as u32 });
                }
                None => self.emit(Op::UnpackSequence(patterns.len() as u32)),
            }
            self.items(patterns.iter(), patterns.len(), m);
        }
    }

    /// The items are on the stack, the first on top.
    fn items(&mut self, patterns: impl Iterator<Item = &'a Pattern>, n: usize, m: &mut Matching<'a>) {
        m.on_top += n as u32;
        for p in patterns {
            m.on_top -= 1;
            self.pattern(p, m);
        }
    }

    /// `[a, *_, b]` takes only what it needs.
    fn subscript_items(&mut self, patterns: &'a [Pattern], star: usize, m: &mut Matching<'a>) {
        m.on_top += 1;
        for (i, p) in patterns.iter().enumerate().filter(|&(i, p)| i != star && !is_wildcard(p)) {
            self.emit(Op::Copy(1));
            if i < star {
                self.number(i as i64);
            } else {
                self.emit(Op::GetLen);
                self.number((patterns.len() - i) as i64);
                self.emit(Op::Binary(BinaryOp::Sub));
            }
            self.emit(Op::LoadSubscript);
            self.pattern(p, m);
        }
        m.on_top -= 1;
        self.emit(Op::Pop);
    }

    fn mapping_pattern(&mut self, p: &'a ast::PatternMatchMapping, m: &mut Matching<'a>) {
        m.on_top += 1;
        self.emit(Op::MatchMapping);
        self.go_on_if(m);
        if p.keys.is_empty() && p.rest.is_none() {
            m.on_top -= 1;
            return self.emit(Op::Pop);
        }
        if !p.keys.is_empty() {
            self.length_is(CompareOp::Ge, p.keys.len(), m);
        }
        let constants: Option<Box<[_]>> = p.keys.iter().map(|k| self.fold(k)).collect();
        match constants.filter(|keys| self.c.is_exact() && !keys.is_empty()) {
            Some(keys) => self.tuple_of_constants(keys),
            None => {
                p.keys.iter().for_each(|k| self.expr(k));
                self.emit(Op::BuildTuple(p.keys.len() as u32));
            }
        }
        self.emit(Op::MatchKeys);
        m.on_top += 2;
        self.parts(p.patterns.iter().collect(), span_of(p), m);
        m.on_top -= 2;
        match &p.rest {
            Some(rest) => {
                // From 3.11 the keys are unpacked above a copy of the dict and deleted from it one by one.
                let keys = (p.keys.len() as u32).max(1);
                let room = if self.version() >= PythonVersion::PY311 { keys } else { 0 };
                self.with_room(room, |_| {});
                self.emit(Op::MatchRest);
                self.capture(Some(rest), m);
            }
            None => {
                self.emit(Op::Pop);
                self.emit(Op::Pop);
            }
        }
    }

    fn class_pattern(&mut self, p: &'a ast::PatternMatchClass, m: &mut Matching<'a>) {
        self.expr(&p.cls);
        let arguments = &p.arguments;
        let names: Vec<_> = arguments.keywords.iter().map(|k| self.c.string(k.attr.as_str())).collect();
        let names = self.c.program.constant_id(Const::Tuple(names.into()));
        self.constant(names);
        self.emit(Op::MatchClass(arguments.patterns.len() as u32));
        m.on_top += 1;
        let parts = arguments.patterns.iter().chain(arguments.keywords.iter().map(|k| &k.pattern)).collect();
        self.parts(parts, span_of(p), m);
    }

    /// A tuple of values is on top, or `None`; it counts as one operand and goes.
    fn parts(&mut self, patterns: Vec<&'a Pattern>, place: Span, m: &mut Matching<'a>) {
        self.set_place(place);
        self.emit(Op::Copy(1));
        self.none_to_compare();
        self.emit(Op::Is { negated: true });
        self.go_on_if(m);
        m.on_top -= 1;
        let n = patterns.len();
        if self.version() >= PythonVersion::PY311 {
            self.emit(Op::UnpackSequence(n as u32));
            return self.items(patterns.into_iter(), n, m);
        }
        m.on_top += 1;
        for (i, p) in patterns.into_iter().enumerate().filter(|(_, p)| !is_wildcard(p)) {
            self.emit(Op::Copy(1));
            self.number(i as i64);
            self.emit(Op::LoadSubscript);
            self.pattern(p, m);
        }
        m.on_top -= 1;
        self.emit(Op::Pop);
    }

    fn or_pattern(&mut self, p: &'a ast::PatternMatchOr, m: &mut Matching<'a>) {
        let end = self.label();
        let depth = self.depth();
        let mut control: Vec<&'a str> = Vec::new();
        for (i, alternative) in p.patterns.iter().enumerate() {
            self.set_place(span_of(alternative));
            self.emit(Op::Copy(1));
            let mut inner = Matching::default();
            self.pattern(alternative, &mut inner);
            if i == 0 {
                control.clone_from(&inner.stores);
            } else {
                self.reorder(&control, &mut inner.stores);
            }
            self.jump(end);
            self.set_depth(depth);
            self.end_of_failures(&mut inner);
        }
        self.emit(Op::Pop);
        let pops = m.on_top as usize + m.stores.len();
        let fail = self.fail_label(m, pops);
        self.jump(fail);
        self.here(end);
        let captured = control.len() as u32;
        self.set_depth(depth + captured);
        let below = captured + 1 + m.on_top + m.stores.len() as u32;
        for name in control {
            self.rotate(below);
            m.stores.push(name);
        }
        self.emit(Op::Pop);
    }

    /// Brings the captures of an alternative into the order of the first one.
    fn reorder(&mut self, control: &[&'a str], stores: &mut [&'a str]) {
        let n = stores.len();
        for (i, name) in control.iter().enumerate() {
            let Some(at) = stores.iter().position(|s| s == name).filter(|&at| at > i) else { continue };
            // Two places of the stack are exchanged through its top.
            let (low, high) = ((n - i) as u32, (n - at) as u32);
            self.emit(Op::Swap(low));
            if high > 1 {
                self.emit(Op::Swap(high));
                self.emit(Op::Swap(low));
            }
            stores.swap(i, at);
        }
    }
}

fn is_wildcard(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::MatchAs(p) => p.pattern.is_none() && p.name.is_none(),
        Pattern::MatchStar(p) => p.name.is_none(),
        _ => false,
    }
}
