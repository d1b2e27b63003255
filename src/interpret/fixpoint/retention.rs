//! What is noted, beside the stories, for the rules about lifetimes.

use super::outside::Outside;
use crate::bytecode::{CodeId, Name};
use crate::heap::ObjId;
use crate::interpret::Machine;
use crate::interpret::story::{EventOf, ObjectStory, Origin};
use rustc_hash::{FxHashMap, FxHashSet};

/// Kept for files alone in which something is of interest to these rules: it makes values out of what else is opaque.
#[derive(Debug, Default)]
pub(super) struct Retention {
    /// Places out of view, and exceptions, are followed.
    pub follows: bool,
    /// Objects that have a story though they are no containers: exceptions, tasks, caches.
    pub watched: FxHashMap<ObjId, Origin>,
    /// Objects of which nothing is known but the way to them.
    pub outside: FxHashMap<ObjId, Outside>,
    /// Objects of library classes, by the name of the class in the tables of effects.
    pub library: FxHashMap<ObjId, &'static str>,
    /// The class of each method.
    pub classes: FxHashMap<CodeId, ObjId>,
    /// Attributes whose value is raised somewhere: `raise self.error`. With the code that was run on its own for it.
    pub raised: FxHashSet<(CodeId, String)>,
    /// Where an attribute is set to `None`, or deleted.
    pub cleared: Vec<(CodeId, u32, String)>,
    /// Calls that may take long: instruction and what is called.
    pub waits: Vec<(CodeId, u32, String)>,
    /// Methods that take something out of `atexit` again.
    pub undoes: FxHashSet<CodeId>,
    /// Library classes of what `__init__` sets: `self.queue = Queue()`.
    pub attributes: FxHashMap<(ObjId, Name), &'static str>,
    /// What generators and views hold.
    pub pins: super::pins::Pins,
    /// Classes whose body makes members of an enumeration.
    pub enumerations: FxHashSet<ObjId>,
}

impl Machine<'_> {
    pub(super) fn retention(&self) -> Option<&Retention> {
        self.abs.as_ref().map(|a| &a.retention).filter(|r| r.follows)
    }

    pub(super) fn follows_retention(&self) -> bool {
        self.retention().is_some()
    }

    pub(super) fn is_watched(&self, id: ObjId) -> bool {
        self.retention().is_some_and(|r| r.watched.contains_key(&id))
    }

    /// Its attributes are what was last stored there, until somebody else may change them.
    pub(super) fn is_tracked(&self, id: ObjId) -> bool {
        self.abs.as_ref().is_some_and(|a| a.tracked_attributes.contains(&id))
    }

    /// What a class takes out of `atexit` again, it does not keep to the end.
    pub(super) fn forget_undone(&self, stories: &mut [ObjectStory]) {
        let Some(retention) = self.retention() else { return };
        let class_of = |code: &CodeId| retention.classes.get(code);
        let undoing: Vec<&ObjId> = retention.undoes.iter().filter_map(class_of).collect();
        let registered = |e: &EventOf| matches!(e, EventOf::Kept(k) if k.place == "atexit.register");
        for story in stories.iter_mut().filter(|s| class_of(&s.of).is_some_and(|c| undoing.contains(&c))) {
            story.events.retain(|e| !registered(&e.kind));
        }
    }

    pub(super) fn watch_for(&mut self, id: ObjId, origin: Origin) {
        self.abs().retention.watched.entry(id).or_insert(origin);
    }
}
