//! What a set lets go when the order of its members is not known: it follows from addresses, or from hashes of text.

use super::machine::{Machine, Run, stop};
use crate::heap::{Class, ObjId, ObjectData, SetData, Value};
use rustc_hash::FxHashSet;

/// Objects looked at before an end is taken for one that shows.
const MAX_LOOKED_AT: usize = 10_000;

impl Machine<'_> {
    /// The members lose the reference of their set.
    ///
    /// `{Node(1), Node(2)}` with a `__del__`: which of them speaks first nobody can tell. Where only one does, it may see
    /// the others as they are before or after.
    pub(super) fn drop_members(&mut self, set: &SetData) -> Run<()> {
        let members = set.items();
        if self.abs.is_some() || set.ordered().is_some() {
            return self.decref_all(members);
        }
        match members.iter().filter(|&&v| self.end_shows(v)).count() {
            0 => self.decref_all(members),
            1 => {
                let before = std::mem::replace(&mut self.counts_untold, true);
                let result = self.decref_all(members);
                self.counts_untold = before;
                result
            }
            _ => Err(stop("the order in which a set lets its members go is not known")),
        }
    }

    /// The object ends with the set, and code of the program may run with it.
    fn end_shows(&mut self, member: Value) -> bool {
        let Some((first, object)) = self.known(member) else { return true };
        if object.count > 1 || object.immortal {
            return false;
        }
        let mut seen = FxHashSet::from_iter([first]);
        let mut todo = vec![first];
        while let Some(id) = todo.pop() {
            if self.is_told_of_its_end(id) || seen.len() > MAX_LOOKED_AT {
                return true;
            }
            let object = self.heap.get(id);
            object.each_reference(|v| {
                if let Some(next) = v.single().filter(|&next| seen.insert(next)) {
                    todo.push(next);
                }
            });
        }
        false
    }

    /// It has a `__del__` or is watched, or is a generator that may have a `finally`.
    fn is_told_of_its_end(&mut self, id: ObjId) -> bool {
        if !self.watchers(id).is_empty() {
            return true;
        }
        let object = self.heap.get(id);
        if !object.alive || matches!(object.data, ObjectData::Generator(_)) {
            return object.alive;
        }
        let Class::User(class) = object.class else { return false };
        let del = self.intern("__del__");
        self.class_attribute(class, del).is_some()
    }
}
