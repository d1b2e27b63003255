use super::{ObjId, Object, ObjectData, Type, Value, ValueSets};
use crate::cpython::identity::SMALL_INTS;
use std::rc::Rc;

/// All objects of one analysis. Ids are given in order of creation and never reused.
///
/// Under a mark every first write to an object is logged, so that the abstract policy can leave a state and come back
/// to it at the cost of what was written, not of what there is.
#[derive(Debug)]
pub struct Heap {
    /// Shared with the states that the abstract policy has put aside: a write copies what is shared.
    objects: Vec<Rc<Object>>,
    pub sets: ValueSets,
    log: Vec<Saved>,
    /// Per object the mark under which it was last saved, and where in the log.
    saved: Vec<(Mark, u32)>,
    marks: Vec<(Mark, usize)>,
    next_mark: Mark,
    /// What was written since a mark, while nothing more is: states that do not differ share it.
    written: Option<(Mark, Written)>,
}

/// Objects written since a mark, by id.
pub type Written = Rc<[(ObjId, Rc<Object>)]>;

/// A point to come back to; later marks are greater.
pub type Mark = u32;

/// An object as it was before its first write under a mark.
#[derive(Debug)]
struct Saved {
    id: ObjId,
    object: Rc<Object>,
    earlier: (Mark, u32),
}

/// Small ints follow the singletons.
const FIRST_SMALL_INT: u32 = 8;

impl Default for Heap {
    fn default() -> Self {
        Self::new()
    }
}

impl Heap {
    #[must_use]
    pub fn new() -> Self {
        let singleton = |ty, data| Object { immortal: true, ..Object::builtin(ty, data) };
        let mut objects = vec![
            singleton(Type::Opaque, ObjectData::Plain),
            Object { escaped: true, ..singleton(Type::Opaque, ObjectData::Plain) },
            singleton(Type::NoneType, ObjectData::Plain),
            singleton(Type::Bool, ObjectData::Bool(true)),
            singleton(Type::Bool, ObjectData::Bool(false)),
            singleton(Type::Ellipsis, ObjectData::Plain),
            singleton(Type::NotImplemented, ObjectData::Plain),
            singleton(Type::Opaque, ObjectData::Plain),
        ];
        objects.extend(SMALL_INTS.map(|n| singleton(Type::Int, ObjectData::Int(n))));
        let saved = vec![(0, 0); objects.len()];
        let objects = objects.into_iter().map(Rc::new).collect();
        Self {
            objects,
            sets: ValueSets::default(),
            log: Vec::new(),
            saved,
            marks: Vec::new(),
            next_mark: 1,
            written: None,
        }
    }

    /// The cached object of a small int.
    #[must_use]
    pub fn small_int(n: i64) -> Option<Value> {
        SMALL_INTS.contains(&n).then(|| Value::from(ObjId(FIRST_SMALL_INT + (n - SMALL_INTS.start()) as u32)))
    }

    /// A new object that stays, whatever is undone later.
    pub fn alloc(&mut self, object: Object) -> ObjId {
        let id = ObjId(self.objects.len() as u32);
        self.objects.push(Rc::new(object));
        self.saved.push((Mark::MAX, 0));
        id
    }

    /// A place for an object that does not exist yet: undoing its making leaves it dead.
    pub fn reserve(&mut self) -> ObjId {
        let dead = Object { alive: false, ..Object::builtin(Type::Opaque, ObjectData::Plain) };
        let id = self.alloc(dead);
        self.saved[id.index()] = (0, 0);
        id
    }

    #[must_use]
    pub fn get(&self, id: ObjId) -> &Object {
        &self.objects[id.index()]
    }

    /// For writing: what the object was at the last mark is kept.
    pub fn get_mut(&mut self, id: ObjId) -> &mut Object {
        self.save(id);
        Rc::make_mut(&mut self.objects[id.index()])
    }

    /// Puts an object of another state in place.
    pub fn put(&mut self, id: ObjId, object: Rc<Object>) {
        self.save(id);
        self.objects[id.index()] = object;
    }

    fn save(&mut self, id: ObjId) {
        // Before the object is looked at: what only this shares need not be copied.
        self.written = None;
        let at = id.index();
        let Some(&(mark, _)) = self.marks.last() else { return };
        let earlier = self.saved[at];
        if earlier.0 < mark {
            self.saved[at] = (mark, self.log.len() as u32);
            self.log.push(Saved { id, object: Rc::clone(&self.objects[at]), earlier });
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    pub fn ids(&self) -> impl DoubleEndedIterator<Item = ObjId> + use<> {
        (0..self.objects.len() as u32).map(ObjId)
    }

    // -- going back

    pub fn mark(&mut self) {
        self.marks.push((self.next_mark, self.log.len()));
        self.next_mark += 1;
    }

    /// Undoes every write since the last mark; the mark stays.
    pub fn rollback(&mut self) {
        let start = self.marks.last().map_or(0, |m| m.1);
        if start < self.log.len() {
            self.written = None;
        }
        for saved in self.log.drain(start..).rev() {
            self.objects[saved.id.index()] = saved.object;
            self.saved[saved.id.index()] = saved.earlier;
        }
    }

    /// Forgets the last mark and keeps what was written since, as writes under the mark before.
    pub fn commit(&mut self) {
        let Some((_, start)) = self.marks.pop() else { return };
        let outer = self.marks.last().map_or(0, |m| m.0);
        let mut kept = start;
        for i in start..self.log.len() {
            let (at, earlier) = (self.log[i].id.index(), self.log[i].earlier);
            if earlier.0 < outer {
                self.saved[at] = (outer, kept as u32);
                self.log.swap(kept, i);
                kept += 1;
            } else {
                self.saved[at] = earlier;
            }
        }
        self.log.truncate(kept);
    }

    /// The objects written since the last mark, as they are now.
    #[must_use]
    pub fn written(&mut self) -> Written {
        let (mark, start) = self.marks.last().copied().unwrap_or_default();
        if let Some((_, written)) = self.written.as_ref().filter(|(of, _)| *of == mark) {
            return Rc::clone(written);
        }
        let now = |s: &Saved| (s.id, Rc::clone(&self.objects[s.id.index()]));
        let mut written: Written = self.log[start..].iter().map(now).collect();
        if let Some(entries) = Rc::get_mut(&mut written) {
            entries.sort_unstable_by_key(|(id, _)| *id);
        }
        self.written = Some((mark, Rc::clone(&written)));
        written
    }

    /// Goes to what was written in another state under the same mark.
    pub fn rewrite(&mut self, written: &Written) {
        let mark = self.marks.last().copied().unwrap_or_default().0;
        if self.written.as_ref().is_some_and(|(of, now)| *of == mark && Rc::ptr_eq(now, written)) {
            return;
        }
        self.rollback();
        for (id, object) in &**written {
            self.put(*id, Rc::clone(object));
        }
        self.written = Some((mark, Rc::clone(written)));
    }

    /// The object as it was at the last mark.
    #[must_use]
    pub fn at_mark(&self, id: ObjId) -> Rc<Object> {
        let (saved, at) = self.saved[id.index()];
        let here = self.marks.last().is_some_and(|&(mark, _)| mark == saved);
        let log = self.log.get(at as usize).filter(|s| here && s.id == id);
        Rc::clone(log.map_or(&self.objects[id.index()], |s| &s.object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(heap: &Heap, id: ObjId) -> Option<i64> {
        match heap.get(id).data {
            ObjectData::Int(n) if heap.get(id).alive => Some(n),
            _ => None,
        }
    }

    #[test]
    fn rollback_undoes_and_commit_keeps() {
        let mut heap = Heap::new();
        let id = heap.alloc(Object::builtin(Type::Int, ObjectData::Int(1000)));
        heap.saved[id.index()] = (0, 0);
        heap.mark();
        heap.get_mut(id).data = ObjectData::Int(2000);
        heap.mark();
        heap.get_mut(id).data = ObjectData::Int(3000);
        heap.rollback();
        assert_eq!(number(&heap, id), Some(2000));
        heap.get_mut(id).data = ObjectData::Int(4000);
        heap.commit();
        assert_eq!(number(&heap, id), Some(4000));
        heap.rollback();
        assert_eq!(number(&heap, id), Some(1000));
    }

    #[test]
    fn a_reserved_object_is_dead_again_after_rollback() {
        let mut heap = Heap::new();
        heap.mark();
        let id = heap.reserve();
        *heap.get_mut(id) = Object::builtin(Type::Int, ObjectData::Int(1000));
        assert_eq!(number(&heap, id), Some(1000));
        heap.rollback();
        assert_eq!(number(&heap, id), None);
    }
}
