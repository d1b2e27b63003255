//! Weak references: what happens to them, and to those who wait, when an object dies (`weakrefobject.c`).

use super::Machine;
use super::machine::{Policy, Run};
use crate::config::PythonVersion;
use crate::heap::{Native, ObjId, ObjectData, Type, Value, WeakKind, WeakReference};

/// Somebody who is to be told that an object is gone.
struct Waiting {
    watcher: ObjId,
    callback: Value,
}

impl Machine<'_> {
    /// Those who watch an object, in the order of its list: the plain reference, the plain proxy, then the others,
    /// the latest first.
    pub(super) fn watchers(&self, id: ObjId) -> &[ObjId] {
        self.weakrefs.get(&id).map_or(&[], Vec::as_slice)
    }

    pub(super) fn watch(&mut self, target: ObjId, watcher: ObjId) {
        let plain = |m: &Self, id: ObjId| matches!(m.weak_reference(id), Some(w) if w.is_plain());
        let list = self.watchers(target);
        let basics = list.iter().take_while(|&&id| plain(self, id)).count();
        let at = match self.weak_reference(watcher) {
            Some(w) if w.is_plain() && w.kind == WeakKind::Reference => 0,
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
        let Some(&WeakReference { kind, target: Some(target), .. }) = self.weak_reference(id) else { return };
        self.unwatch(target, id);
        if let WeakKind::Method { function } = kind {
            self.unwatch(function, id);
        }
    }

    /// `PyObject_ClearWeakRefs`: all references are dead, and have lost their callbacks, before the first one runs.
    pub(super) fn clear_weakrefs(&mut self, id: ObjId) -> Run<()> {
        if self.policy == Policy::Abstract {
            return Ok(());
        }
        let waiting = self.take_watchers(id)?;
        for w in &waiting {
            if self.is_weak_method(w.watcher) {
                // Its callback is not that of the weak reference, and stays.
                self.incref(w.callback);
            } else {
                self.set_callback(w.watcher, Value::UNBOUND);
            }
        }
        // Up to 3.12 a callback that waits alone is called without a tuple that holds the reference.
        let held = self.version >= PythonVersion::PY313 || waiting.len() > 1;
        if !held {
            self.decref_all(waiting.iter().map(|w| w.watcher.into()))?;
        }
        self.call_watchers(id, &waiting)?;
        for w in waiting.into_iter().rev() {
            self.decref(w.callback)?;
            if held {
                self.decref(w.watcher.into())?;
            }
        }
        Ok(())
    }

    /// The collector does so for everything it is about to free, before the first finalizer; callbacks stay where
    /// they are (`handle_weakrefs`).
    pub(super) fn clear_weakrefs_of_garbage(&mut self, garbage: &[ObjId]) -> Run<()> {
        let mut all = Vec::new();
        for &id in garbage {
            let (inside, outside) = self.take_watchers(id)?.into_iter().partition(|w| garbage.contains(&w.watcher));
            let inside: Vec<Waiting> = inside;
            self.decref_all(inside.into_iter().map(|w| Value::from(w.watcher)))?;
            all.push((id, outside));
        }
        for (id, waiting) in all {
            let waiting: Vec<Waiting> = waiting;
            if self.version < PythonVersion::PY311 {
                // Nobody but the reference owns the callback while it runs.
                waiting.iter().for_each(|w| self.leave_uncounted(w.watcher.into()));
            }
            self.call_watchers(id, &waiting)?;
            self.decref_all(waiting.into_iter().map(|w| Value::from(w.watcher)))?;
        }
        Ok(())
    }

    /// Takes the list of an object whose references are dead now: those who are still to be told, held.
    fn take_watchers(&mut self, id: ObjId) -> Run<Vec<Waiting>> {
        let Some(list) = self.weakrefs.remove(&id) else { return Ok(Vec::new()) };
        let mut waiting: Vec<Waiting> = Vec::new();
        for watcher in list.into_iter().filter(|&w| self.heap.get(w).alive).collect::<Vec<_>>() {
            let ObjectData::Native(n) = &mut self.heap.get_mut(watcher).data else { continue };
            let callback = match &mut **n {
                Native::WeakReference(w) => {
                    if w.target.take().is_none() {
                        continue;
                    }
                    w.callback
                }
                _ => Value::NONE,
            };
            // A container may watch the same object for several keys: it is told once.
            if callback.is_bound() && waiting.iter().all(|w| w.watcher != watcher) {
                self.incref(watcher.into());
                waiting.push(Waiting { watcher, callback });
            }
        }
        Ok(waiting)
    }

    fn set_callback(&mut self, reference: ObjId, callback: Value) {
        if let ObjectData::Native(n) = &mut self.heap.get_mut(reference).data
            && let Native::WeakReference(w) = &mut **n
        {
            w.callback = callback;
        }
    }

    fn is_weak_method(&self, id: ObjId) -> bool {
        self.heap.get(id).is(Type::WeakMethod)
    }

    fn call_watchers(&mut self, dead: ObjId, waiting: &[Waiting]) -> Run<()> {
        let mut python_ran = false;
        let depth = self.in_c.len();
        self.in_c.extend(waiting.iter().flat_map(|w| [w.watcher.into(), w.callback]));
        for w in waiting {
            let ObjectData::Native(native) = self.heap.get(w.watcher).data.clone() else { continue };
            match *native {
                Native::WeakReference(_) => {
                    python_ran = true;
                    self.incref(w.watcher.into());
                    // The callback of a `WeakMethod` is called by a function of the library, which holds both.
                    let before = self.counts_untold;
                    let by_library = self.is_weak_method(w.watcher);
                    self.counts_untold |= by_library;
                    let held = if by_library { w.watcher.into() } else { Value::UNBOUND };
                    self.incref(held);
                    let result = self.call_function(w.callback, vec![w.watcher.into()]);
                    self.counts_untold = before;
                    if by_library {
                        // It may go with that function's frame.
                        self.forget_end(w.watcher.into());
                    }
                    self.decref_all([held, result?])?;
                }
                Native::Finalizer(_) => {
                    let result = self.call_finalizer(w.watcher)?;
                    self.decref(result)?;
                }
                _ => {
                    if python_ran {
                        // The library's own callback is not a frame that shows: where the rest dies is not told.
                        self.leave_untold(dead.into());
                    }
                    self.forget_entries(w.watcher, dead, python_ran)?;
                }
            }
        }
        self.in_c.truncate(depth);
        Ok(())
    }

    fn forget_entries(&mut self, container: ObjId, dead: ObjId, untold: bool) -> Run<()> {
        let ObjectData::Native(n) = &mut self.heap.get_mut(container).data else { return Ok(()) };
        let Native::WeakContainer(c) = &mut **n else { return Ok(()) };
        let (gone, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut c.entries).into_iter().partition(|e| e.target == dead);
        c.entries = rest;
        for entry in gone {
            if untold {
                self.leave_untold(entry.other);
            }
            self.decref_all([entry.other, entry.keyed])?;
        }
        Ok(())
    }

    /// `finalize.__call__`: out of the registry, then the call. `None` if it was called before.
    pub(super) fn call_finalizer(&mut self, id: ObjId) -> Run<Value> {
        let Some((function, arguments)) = self.take_finalizer(id)? else { return Ok(Value::NONE) };
        arguments.values().for_each(|v| self.incref(v));
        let held: Vec<Value> = arguments.values().collect();
        let depth = self.in_c.len();
        // The frame of `finalize.__call__` holds the finalizer.
        self.in_c.extend(held.iter().copied().chain([function, id.into()]));
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
