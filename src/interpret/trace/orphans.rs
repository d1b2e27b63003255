//! Objects that some step has shown and no name reaches any more: only the collector can free them.

use super::labels::is_container;
use super::reach::Walk;
use super::result::EventKind;
use crate::config::PythonVersion;
use crate::heap::{ObjId, ObjectData, Value};
use crate::interpret::Machine;
use rustc_hash::FxHashSet;

impl Machine<'_> {
    /// The collector looks at it: from 3.14 a tuple of atoms is never among its objects.
    fn is_collected(&self, id: ObjId) -> bool {
        let data = &self.heap.get(id).data;
        let atom = |v: &Value| !self.known(*v).is_some_and(|(_, o)| is_container(&o.data));
        match data {
            ObjectData::Tuple(items) if self.version >= PythonVersion::PY314 => !items.iter().all(atom),
            // Up to 3.13 a dict is looked at once it has had a container in it.
            ObjectData::Dict(d) if self.version < PythonVersion::PY314 => !d.iter().all(|(k, v)| atom(&k) && atom(&v)),
            data => is_container(data),
        }
    }

    /// Shown objects that the walk from all roots has not met.
    pub(super) fn find_orphans(&mut self, reached: &Walk) {
        // While the collector works, what it frees is no news.
        if self.recorder.as_ref().is_none_or(|r| r.collecting) {
            return;
        }
        let mut missing = self.tracked_containers();
        let Some(mut recorder) = self.recorder.take() else { return };
        missing.retain(|&id| {
            reached.place(id).is_none()
                && !recorder.orphaned.contains(&id)
                && self.is_collected(id)
                // Whoever watches an object weakly may still ask for it.
                && self.watchers(id).is_empty()
        });
        missing.sort_unstable();
        missing.dedup();
        let known = std::mem::replace(&mut recorder.checked, missing.clone()) == missing;
        self.recorder = Some(recorder);
        if missing.is_empty() || known {
            return;
        }
        let garbage: FxHashSet<ObjId> = self.garbage().into_iter().collect();
        for &id in missing.iter().filter(|id| garbage.contains(id)) {
            self.event(EventKind::Orphaned, id);
            if let Some(r) = &mut self.recorder {
                r.orphaned.insert(id);
            }
        }
    }
}
