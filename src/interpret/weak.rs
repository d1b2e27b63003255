//! Weak references: what happens to them, and to those who wait, when an object dies (`weakrefobject.c`).

use super::Machine;
use super::machine::{Policy, Run, stop};
use crate::heap::{Native, ObjId, ObjectData, Value, WeakReference};

impl Machine<'_> {
    /// Those who watch an object, in the order of its list: the plain reference, the plain proxy, then the others,
    /// the latest first.
    pub(super) fn watchers(&self, id: ObjId) -> &[ObjId] {
        self.weakrefs.get(&id).map_or(&[], Vec::as_slice)
    }

    pub(super) fn watch(&mut self, target: ObjId, watcher: ObjId) {
        let plain = |m: &Self, id: ObjId| matches!(m.weak_reference(id), Some(w) if !w.callback.is_bound());
        let list = self.watchers(target);
        let basics = list.iter().take_while(|&&id| plain(self, id)).count();
        let at = match self.weak_reference(watcher) {
            Some(w) if !w.callback.is_bound() && w.kind == crate::heap::WeakKind::Reference => 0,
            _ => basics,
        };
        self.weakrefs.entry(target).or_default().insert(at, watcher);
    }

    pub(super) fn unwatch(&mut self, target: ObjId, watcher: ObjId) {
        if let Some(list) = self.weakrefs.get_mut(&target) {
            list.retain(|&id| id != watcher);
        }
    }

    pub(super) fn weak_reference(&self, id: ObjId) -> Option<&WeakReference> {
        match &self.heap.get(id).data {
            ObjectData::Native(n) => match &**n {
                Native::WeakReference(w) => Some(w),
                _ => None,
            },
            _ => None,
        }
    }

    /// A reference that dies takes itself off the list.
    pub(super) fn forget_watcher(&mut self, id: ObjId) {
        if let Some(target) = self.weak_reference(id).and_then(|w| w.target) {
            self.unwatch(target, id);
        }
    }

    /// `PyObject_ClearWeakRefs`: all references are dead before the first callback runs.
    pub(super) fn clear_weakrefs(&mut self, id: ObjId) -> Run<()> {
        if self.policy == Policy::Abstract {
            return Ok(());
        }
        let waiting = self.take_watchers(id)?;
        self.call_watchers(id, waiting)
    }

    /// The collector does so for everything it is about to free, before the first finalizer (`handle_weakrefs`).
    pub(super) fn clear_weakrefs_of_garbage(&mut self, garbage: &[ObjId]) -> Run<()> {
        let mut waiting = Vec::new();
        for &id in garbage {
            let mut outside = self.take_watchers(id)?;
            outside.retain(|w| !garbage.contains(w));
            waiting.push((id, outside));
        }
        waiting.into_iter().try_for_each(|(id, watchers)| self.call_watchers(id, watchers))
    }

    /// Takes the list of an object whose references are dead now: those who are still to be told.
    fn take_watchers(&mut self, id: ObjId) -> Run<Vec<ObjId>> {
        let Some(list) = self.weakrefs.remove(&id) else { return Ok(Vec::new()) };
        let mut waiting = Vec::new();
        for watcher in list {
            if !self.heap.get(watcher).alive {
                continue;
            }
            match &mut self.heap.get_mut(watcher).data {
                ObjectData::Native(n) => match &mut **n {
                    Native::WeakReference(w) => {
                        w.target = None;
                        if w.kind == crate::heap::WeakKind::Proxy {
                            return Err(stop("a proxy of an object that is gone is not modelled"));
                        }
                        if w.callback.is_bound() {
                            waiting.push(watcher);
                        }
                    }
                    Native::Finalizer(_) | Native::WeakContainer(_) => waiting.push(watcher),
                    _ => return Err(stop("an unknown watcher")),
                },
                _ => return Err(stop("an unknown watcher")),
            }
        }
        // A container may watch the same object for several keys: it is told once.
        let mut seen = rustc_hash::FxHashSet::default();
        waiting.retain(|&w| seen.insert(w));
        waiting.iter().for_each(|&w| self.incref(w.into()));
        Ok(waiting)
    }

    fn call_watchers(&mut self, dead: ObjId, waiting: Vec<ObjId>) -> Run<()> {
        let mut python_ran = false;
        for &watcher in &waiting {
            let ObjectData::Native(native) = self.heap.get(watcher).data.clone() else { continue };
            match *native {
                Native::WeakReference(w) => {
                    python_ran = true;
                    self.call_back(watcher, w.callback)?;
                }
                Native::Finalizer(_) => {
                    let result = self.call_finalizer(watcher)?;
                    self.decref(result)?;
                }
                _ => {
                    if python_ran {
                        // The library's own callback is not a frame that shows: where the rest dies is not told.
                        self.leave_untold(dead.into());
                    }
                    self.forget_entries(watcher, dead, python_ran)?;
                }
            }
        }
        self.decref_all(waiting.into_iter().rev().map(Value::from))
    }

    /// The reference is not told to anybody else while its callback runs: `handle_callback` holds it.
    fn call_back(&mut self, reference: ObjId, callback: Value) -> Run<()> {
        if let ObjectData::Native(n) = &mut self.heap.get_mut(reference).data
            && let Native::WeakReference(w) = &mut **n
        {
            w.callback = Value::UNBOUND;
        }
        self.incref(reference.into());
        let depth = self.in_c.len();
        self.in_c.extend([reference.into(), callback]);
        let result = self.call_function(callback, vec![reference.into()]);
        self.in_c.truncate(depth);
        let result = result?;
        self.decref(result)?;
        self.decref(callback)
    }

    fn forget_entries(&mut self, container: ObjId, dead: ObjId, untold: bool) -> Run<()> {
        let ObjectData::Native(n) = &mut self.heap.get_mut(container).data else { return Ok(()) };
        let Native::WeakContainer(c) = &mut **n else { return Ok(()) };
        let (gone, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut c.entries).into_iter().partition(|e| e.target == dead);
        c.entries = rest;
        for entry in gone.into_iter().filter(|e| e.other.is_bound()) {
            if untold {
                self.leave_untold(entry.other);
            }
            self.decref(entry.other)?;
        }
        Ok(())
    }

    /// `finalize.__call__`: out of the registry, then the call. `None` if it was called before.
    pub(super) fn call_finalizer(&mut self, id: ObjId) -> Run<Value> {
        let Some((function, arguments)) = self.take_finalizer(id)? else { return Ok(Value::NONE) };
        arguments.values().for_each(|v| self.incref(v));
        let held: Vec<Value> = arguments.values().collect();
        let depth = self.in_c.len();
        self.in_c.extend(held.iter().copied().chain([function]));
        let result = self.call_with(function, arguments);
        self.in_c.truncate(depth);
        let result = result?;
        self.decref(function)?;
        self.decref_all(held.into_iter().rev())?;
        Ok(result)
    }

    /// What a finalizer was to call; the references move to the caller. The registry and the weak reference let go
    /// of the finalizer itself.
    pub(super) fn take_finalizer(&mut self, id: ObjId) -> Run<Option<(Value, super::call::Arguments)>> {
        let ObjectData::Native(n) = &mut self.heap.get_mut(id).data else { return Ok(None) };
        let Native::Finalizer(f) = &mut **n else { return Ok(None) };
        let Some(target) = f.target.take() else { return Ok(None) };
        let arguments = super::call::Arguments {
            positional: std::mem::take(&mut f.arguments),
            keywords: std::mem::take(&mut f.keywords),
        };
        let function = f.function;
        self.unwatch(target, id);
        self.decref(id.into())?;
        self.decref(id.into())?;
        Ok(Some((function, arguments)))
    }
}
