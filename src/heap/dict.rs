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
    /// Keys have been deleted: the table's size can no longer be told from the number of keys.
    pub deleted: bool,
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

    /// Stores a value: the old one if the key was there, else `None` and the key object is kept, too.
    pub fn insert(&mut self, key: Key, key_object: Value, value: Value) -> Option<Value> {
        if let Some(&at) = self.index.get(&key) {
            let entry = self.entries[at as usize].as_mut()?;
            return Some(std::mem::replace(&mut entry.value, value));
        }
        self.str_keys &= matches!(key, Key::Str(_));
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

    /// Some key has its own `__eq__`.
    #[must_use]
    pub fn has_custom(&self) -> bool {
        self.keys().any(|k| matches!(k, Key::Custom(..)))
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

/// A set; the order of iteration depends on hashes and is never told.
#[derive(Clone, Debug, Default)]
pub struct SetData {
    pub dict: DictData,
    /// Slots of the hash table (`setobject.c`).
    pub slots: u64,
}

impl SetData {
    /// The keys in the order of iteration, where it can be told: ints that all stand at their home slots. Each home is
    /// another's, and nothing was ever removed, so no key was pushed aside (`set_add_entry`).
    #[must_use]
    pub fn ordered(&self) -> Option<Vec<Value>> {
        const MODULUS: i64 = (1 << 61) - 1;
        const MAX_ORDERED: usize = 512;
        if self.dict.len() <= 1 {
            return Some(self.dict.iter().map(|(k, _)| k).collect());
        }
        if self.dict.len() > MAX_ORDERED {
            return None;
        }
        let mask = self.slots.max(8) - 1;
        let mut at: Vec<(u64, Value)> = Vec::with_capacity(self.dict.len());
        for (key, object, _) in self.dict.entries() {
            let Key::Int(n) = *key else { return None };
            let hash = if n == -1 { -2 } else { n % MODULUS };
            at.push((hash as u64 & mask, object));
        }
        at.sort_unstable_by_key(|&(home, _)| home);
        let apart = at.windows(2).all(|w| w[0].0 != w[1].0);
        (apart && !self.dict.deleted).then(|| at.into_iter().map(|(_, v)| v).collect())
    }
}
