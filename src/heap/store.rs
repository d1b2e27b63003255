use super::{ObjId, Object, ObjectData, Type, Value, ValueSets};
use crate::cpython::identity::SMALL_INTS;

/// All objects of one analysis. Ids are given in order of creation and never reused.
#[derive(Debug)]
pub struct Heap {
    objects: Vec<Object>,
    pub sets: ValueSets,
    /// Saved originals of objects written since the last mark: the undo log.
    log: Vec<(ObjId, Object)>,
    /// Per object the mark under which it was last saved.
    saved: Vec<u32>,
    marks: Vec<u32>,
    next_mark: u32,
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
        let saved = vec![0; objects.len()];
        Self { objects, sets: ValueSets::default(), log: Vec::new(), saved, marks: Vec::new(), next_mark: 1 }
    }

    /// The cached object of a small int.
    #[must_use]
    pub fn small_int(n: i64) -> Option<Value> {
        SMALL_INTS.contains(&n).then(|| Value::from(ObjId(FIRST_SMALL_INT + (n - SMALL_INTS.start()) as u32)))
    }

    pub fn alloc(&mut self, object: Object) -> ObjId {
        let id = ObjId(self.objects.len() as u32);
        self.objects.push(object);
        self.saved.push(self.marks.last().copied().unwrap_or(0));
        id
    }

    #[must_use]
    pub fn get(&self, id: ObjId) -> &Object {
        &self.objects[id.index()]
    }

    /// For writing: what the object was at the last mark is kept.
    pub fn get_mut(&mut self, id: ObjId) -> &mut Object {
        let at = id.index();
        if let Some(&mark) = self.marks.last() {
            if self.saved[at] < mark {
                self.saved[at] = mark;
                self.log.push((id, self.objects[at].clone()));
            }
        }
        &mut self.objects[at]
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
}
