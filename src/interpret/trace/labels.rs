//! Which object is which: `list#1`; and which of them some step has shown.

use crate::heap::{ObjId, ObjectData, Type};
use crate::interpret::Machine;

/// Objects that some step has shown, so that their death is told.
#[derive(Debug, Default)]
pub(super) struct Tracked {
    is_tracked: Vec<bool>,
    /// Those of them that may be part of a cycle; some are tracked no more.
    containers: Vec<ObjId>,
}

impl Tracked {
    pub(super) fn contains(&self, id: ObjId) -> bool {
        self.is_tracked.get(id.index()).copied().unwrap_or(false)
    }

    pub(super) fn remove(&mut self, id: ObjId) {
        if let Some(is_tracked) = self.is_tracked.get_mut(id.index()) {
            *is_tracked = false;
        }
    }
}

impl Machine<'_> {
    pub(super) fn track(&mut self, shown: &[ObjId]) {
        let Some(mut tracked) = self.recorder.as_mut().map(|r| std::mem::take(&mut r.tracked)) else { return };
        tracked.is_tracked.resize(self.heap.len(), false);
        for &id in shown {
            if !tracked.is_tracked[id.index()] && !self.is_some_atom(id) {
                tracked.is_tracked[id.index()] = true;
                if is_container(&self.heap.get(id).data) {
                    tracked.containers.push(id);
                }
            }
        }
        if let Some(recorder) = &mut self.recorder {
            recorder.tracked = tracked;
        }
    }

    /// Tracked containers that are alive.
    pub(super) fn tracked_containers(&mut self) -> Vec<ObjId> {
        let Some(recorder) = &mut self.recorder else { return Vec::new() };
        let mut containers = std::mem::take(&mut recorder.tracked.containers);
        containers.retain(|&id| recorder.tracked.contains(id) && self.heap.get(id).alive);
        recorder.tracked.containers.clone_from(&containers);
        containers
    }

    /// `n = gc.collect()`: it may be one of the ints that exist once.
    pub(super) fn is_some_atom(&self, id: ObjId) -> bool {
        let object = self.heap.get(id);
        matches!(object.data, ObjectData::Plain) && (object.is(Type::Int) || object.is(Type::Bool))
    }

    pub(super) fn label(&mut self, id: ObjId) -> String {
        if let Some(label) = self.recorder.as_ref().and_then(|r| r.labels.get(&id)) {
            return label.clone();
        }
        let base = match &self.heap.get(id).data {
            ObjectData::Class(d) => format!("class {}", d.name),
            ObjectData::Function(f) => format!("function {}", self.code(f.code).name),
            ObjectData::Int(_) | ObjectData::Str(_) | ObjectData::Float(_) => {
                let text = self.repr(id.into()).unwrap_or_default();
                let text: String = text.chars().take(24).collect();
                format!("{}({text})", self.type_name(id).unwrap_or_default())
            }
            _ => self.type_name(id).unwrap_or_else(|| "object".to_owned()),
        };
        self.label_as(id, &base)
    }

    pub(super) fn label_as(&mut self, id: ObjId, base: &str) -> String {
        let Some(recorder) = &mut self.recorder else { return base.to_owned() };
        if let Some(label) = recorder.labels.get(&id) {
            return label.clone();
        }
        let n = recorder.counters.entry(base.to_owned()).or_default();
        *n += 1;
        let label = format!("{base}#{n}");
        recorder.labels.insert(id, label.clone());
        label
    }
}

pub(super) fn is_container(data: &ObjectData) -> bool {
    !matches!(
        data,
        ObjectData::Int(_)
            | ObjectData::BigInt(_)
            | ObjectData::Float(_)
            | ObjectData::Complex(_)
            | ObjectData::Str(_)
            | ObjectData::Bytes(_)
            | ObjectData::Bool(_)
            | ObjectData::Plain
            | ObjectData::Address(_)
            | ObjectData::Range(_)
    )
}
