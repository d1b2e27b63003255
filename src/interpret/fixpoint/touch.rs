//! What an instruction does besides giving a result. Whether elements may be made one by one, later, depends on it.

use crate::bytecode::CodeId;
use crate::cpython::effects::{self, Effect};
use crate::heap::{IteratorKind, ObjId, ObjectData, Value};
use crate::interpret::Machine;
use std::ops::{BitOr, BitOrAssign};

/// Kinds of things that are visible outside.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Deeds(u8);

impl Deeds {
    pub const NONE: Self = Self(0);
    /// Prints, reads or writes a file, asks for the time.
    pub const OUTPUT: Self = Self(1);
    /// Runs code that is not in view: it may do anything to what it can reach.
    pub const UNKNOWN: Self = Self(2);
    /// Suspends: other code runs.
    pub const SUSPENDS: Self = Self(4);
    /// Turns text into something else, or raises: `int(line)`. Or has a `raise`.
    pub const CHECKS: Self = Self(8);
    /// Changes something that has no story here.
    pub const CHANGES: Self = Self(16);

    #[must_use]
    pub fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Deeds {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Deeds {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// What some code does besides giving a result.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Touch {
    pub deeds: Deeds,
    /// Objects that it changes.
    pub changes: Vec<ObjId>,
}

impl Touch {
    pub fn add(&mut self, other: &Self) {
        self.deeds |= other.deeds;
        other.changes.iter().for_each(|&id| self.add_change(id));
    }

    fn add_change(&mut self, id: ObjId) {
        if self.changes.contains(&id) {
            return;
        }
        if self.changes.len() < MAX_CHANGES_IN_ALL {
            self.changes.push(id);
        } else {
            self.deeds |= Deeds::CHANGES;
        }
    }

    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// Beyond so many objects it is something without a story that changes.
const MAX_CHANGES: usize = 16;
/// The same for many instructions: 500 functions that call each other change what all of them change.
const MAX_CHANGES_IN_ALL: usize = 256;

impl Machine<'_> {
    /// The instruction that runs now does this.
    pub(super) fn note_deeds(&mut self, deeds: Deeds) {
        self.touch().deeds |= deeds;
    }

    /// The instruction that runs now changes `v`.
    pub(super) fn note_change(&mut self, v: Value) {
        for id in self.members(v) {
            let touch = self.touch();
            if id == ObjId::OPAQUE || touch.changes.len() >= MAX_CHANGES {
                touch.deeds |= Deeds::CHANGES;
            } else if !touch.changes.contains(&id) {
                touch.changes.push(id);
            }
        }
    }

    fn touch(&mut self) -> &mut Touch {
        let (_, code, pc) = self.abs().at;
        self.abs().touches.entry(code).or_default().entry(pc).or_default()
    }

    /// A call of a function of the file does what its body does, except to objects that are made for it.
    pub(super) fn note_call_of(&mut self, callee: CodeId) {
        let (_, code, pc) = self.abs().at;
        let mut all = Touch::default();
        let abs = self.abs();
        let stays = |id: &ObjId| abs.places.get(id).is_none_or(|&(_, c, p)| c != callee && (c, p) != (code, pc));
        for touch in abs.touches.get(&callee).into_iter().flatten().map(|(_, touch)| touch) {
            all.deeds |= touch.deeds;
            touch.changes.iter().filter(|id| stays(id)).for_each(|&id| all.add_change(id));
        }
        if !all.is_nothing() {
            self.touch().add(&all);
        }
    }

    /// Whoever runs an iterator to its end runs what makes its items: `list(map(parse, lines))`.
    pub(super) fn note_draw(&mut self, v: Value) {
        for id in self.members(v) {
            let ObjectData::Iterator(i) = &self.heap.get(id).data else { continue };
            if !matches!(i.kind, IteratorKind::Map | IteratorKind::Filter | IteratorKind::Unknown | IteratorKind::Maker)
            {
                continue;
            }
            if i.sources.first() == Some(&Value::NONE) {
                continue;
            }
            match i.sources.first().and_then(|&f| self.known(f)).map(|(_, o)| &o.data) {
                Some(ObjectData::Builtin(name)) if CHECKS.contains(name) => self.note_deeds(Deeds::CHECKS),
                Some(ObjectData::Builtin(_) | ObjectData::Library { .. }) => {}
                _ => self.note_deeds(Deeds::UNKNOWN),
            }
        }
    }

    /// What a table entry says of a call, callbacks aside.
    pub(super) fn note_effect(&mut self, e: &'static Effect, changed: &[Value]) {
        changed.iter().for_each(|&v| self.note_change(v));
        if e.io || e.blocks || e.varies {
            self.note_deeds(Deeds::OUTPUT);
        }
        if CHECKS.contains(&e.name) {
            self.note_deeds(Deeds::CHECKS);
        }
    }
}

/// What turns text into something else and refuses what is malformed.
const CHECKS: &[&str] =
    &["int", "float", "complex", "loads", "fromhex", "strptime", "fromisoformat", "b64decode", "unhexlify"];

/// A method whose name only texts have, among the types of the tables, changes nothing: `line.startswith("#")`.
pub(super) fn is_text_method(name: &str, positional: usize) -> bool {
    // `path.replace(target)`, `thread.join()`, `collection.find(query)`
    let ambiguous = matches!((name, positional), ("count" | "index" | "find" | "join", _) | ("replace", 0 | 1));
    !ambiguous && effects::method("str", name, positional).is_some_and(Effect::is_pure)
}
