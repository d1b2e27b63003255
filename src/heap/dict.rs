use super::{Key, Value};
use rustc_hash::FxHashMap;

/// A dict in insertion order (`dictobject.c`). Holds the *first* of two equal keys.
#[derive(Clone, Debug, Default)]
pub struct DictData {
    entries: Vec<Option<Entry>>,
    index: FxHashMap<Key, u32>,
    /// log2 of the slots of the hash table, 0 while there is none.
    pub table: u8,
    /// Entries of the table in use, deleted ones included.
    pub used_entries: u64,
    /// All keys are str: smaller entries from 3.11.
    pub str_keys: bool,
    /// A key with its own `__eq__` is or was in it.
    custom_keys: bool,
    /// Keys have been deleted: the table's size can no longer be told from the number of keys.
    pub deleted: bool,
    /// The `__dict__` of an instance: its class keeps the keys, too.
    pub of_instance: bool,
    /// What a `defaultdict` calls for a missing key.
    pub factory: Option<Value>,
}

#[derive(Clone, Debug)]
struct Entry {
    key: Key,
    key_object: Value,
    value: Value,
}

impl DictData {
    #[must_use]
    pub fn new() -> Self {
        Self { str_keys: true, ..Self::default() }
    }

    /// An empty `defaultdict`.
    #[must_use]
    pub fn with_factory(factory: Option<Value>) -> Self {
        Self { factory, ..Self::new() }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    #[must_use]
    pub fn get(&self, key: &Key) -> Option<Value> {
        let at = *self.index.get(key)?;
        self.entries[at as usize].as_ref().map(|e| e.value)
    }

    /// The object that stands for a key.
    #[must_use]
    pub fn object_of(&self, key: &Key) -> Option<Value> {
        let at = *self.index.get(key)?;
        self.entries[at as usize].as_ref().map(|e| e.key_object)
    }

    /// Stores a value: the old one if the key was there, else `None` and the key object is kept, too.
    pub fn insert(&mut self, key: Key, key_object: Value, value: Value) -> Option<Value> {
        if let Some(&at) = self.index.get(&key) {
            let entry = self.entries[at as usize].as_mut()?;
            return Some(std::mem::replace(&mut entry.value, value));
        }
        self.str_keys &= matches!(key, Key::Str(_));
        self.custom_keys |= matches!(key, Key::Custom(..));
        self.index.insert(key.clone(), self.entries.len() as u32);
        self.entries.push(Some(Entry { key, key_object, value }));
        None
    }

    /// Removes a key: its key object and value.
    pub fn remove(&mut self, key: &Key) -> Option<(Value, Value)> {
        let at = self.index.remove(key)?;
        self.deleted = true;
        let entry = self.entries[at as usize].take()?;
        Some((entry.key_object, entry.value))
    }

    /// Makes an entry the last one, or the first; false if there is no such key.
    pub fn move_to_end(&mut self, key: &Key, last: bool) -> bool {
        let Some(at) = self.index.get(key).copied() else { return false };
        let entry = self.entries[at as usize].take();
        if last {
            self.index.insert(key.clone(), self.entries.len() as u32);
            self.entries.push(entry);
        } else {
            self.entries.insert(0, entry);
            for at in self.index.values_mut() {
                *at += 1;
            }
            self.index.insert(key.clone(), 0);
        }
        true
    }

    /// Some key may have its own `__eq__`.
    #[must_use]
    pub fn has_custom(&self) -> bool {
        self.custom_keys
    }

    #[must_use]
    pub fn last_key(&self) -> Option<&Key> {
        self.entries.iter().rev().flatten().next().map(|e| &e.key)
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Value, Value)> + '_ {
        self.entries.iter().flatten().map(|e| (e.key_object, e.value))
    }

    pub fn keys(&self) -> impl Iterator<Item = &Key> + '_ {
        self.entries.iter().flatten().map(|e| &e.key)
    }

    pub fn entries(&self) -> impl Iterator<Item = (&Key, Value, Value)> + '_ {
        self.entries.iter().flatten().map(|e| (&e.key, e.key_object, e.value))
    }

    /// The next entry at or after position `at`, and the position behind it.
    #[must_use]
    pub fn entry_from(&self, at: usize) -> Option<(usize, Value, Value)> {
        let (i, e) = self.entries.iter().enumerate().skip(at).find_map(|(i, e)| Some((i, e.as_ref()?)))?;
        Some((i + 1, e.key_object, e.value))
    }

    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> + '_ {
        self.entries.iter_mut().flatten().flat_map(|e| [&mut e.key_object, &mut e.value])
    }
}
