use super::{DictData, Key, Value, hash};

/// Slots that are looked at one after the other before the next jump (`LINEAR_PROBES`).
const PROBES: usize = 9;
const PERTURB: u32 = 5;
const SMALLEST: usize = 8;
/// Sets grow four times up to this many keys, twice above.
const LARGE: usize = 50_000;
/// Larger tables are followed by their size alone.
const MAX_TABLE: usize = 1 << 14;

/// A set as CPython keeps it (`setobject.c`): its size and the order of iteration follow from the table.
///
/// The table is known as long as all hashes are the same in every process; the number of its slots always is.
#[derive(Clone, Debug)]
pub struct SetData {
    pub dict: DictData,
    slots: usize,
    /// Slots in use, those of removed keys included.
    fill: usize,
    table: Option<Vec<Slot>>,
    /// Where `pop` begins to look.
    finger: usize,
    /// How it came to its items is not followed: neither its size nor its order is told.
    untold: bool,
}

#[derive(Clone, PartialEq, Debug, Default)]
enum Slot {
    #[default]
    Unused,
    /// Of a key that was removed.
    Dummy,
    Key(i64, Key),
}

impl Default for SetData {
    fn default() -> Self {
        Self {
            dict: DictData::default(),
            slots: SMALLEST,
            fill: 0,
            table: Some(vec![Slot::Unused; SMALLEST]),
            finger: 0,
            untold: false,
        }
    }
}

impl SetData {
    /// Slots of the hash table; `None` where they are not told.
    #[must_use]
    pub fn slots(&self) -> Option<u64> {
        (!self.untold).then_some(self.slots as u64)
    }

    /// An empty set gets a table of so many slots.
    pub fn reserve(&mut self, slots: usize) {
        self.resize(slots - 1);
    }

    /// By different ways the same set comes to be, but for where its table grows.
    pub fn leave_large_untold(&mut self) {
        self.untold |= self.slots > SMALLEST;
    }

    pub fn leave_untold(&mut self) {
        self.untold = true;
    }

    /// `set_add_entry`: gives the new key object back if there is an equal one already.
    pub fn add(&mut self, key: Key, object: Value, dummies: Dummies) -> Option<Value> {
        if self.dict.get(&key).is_some() {
            return Some(object);
        }
        let found = self.place(&key, dummies);
        self.dict.insert(key, object, Value::NONE);
        match found {
            Found::Dummy => return None,
            // Whether the place of a removed key is taken again depends on the hashes.
            Found::Unknown => self.untold |= dummies == Dummies::Reused && self.fill + 1 > self.dict.len(),
            Found::Unused => {}
        }
        self.fill += 1;
        if self.fill * 5 >= (self.slots - 1) * 3 {
            let used = self.dict.len();
            self.resize(if used > LARGE { used * 2 } else { used * 4 });
        }
        None
    }

    /// `set_discard_entry`: the key object that goes.
    pub fn remove(&mut self, key: &Key) -> Option<Value> {
        let (object, _) = self.dict.remove(key)?;
        if let Some(table) = &mut self.table
            && let Some(slot) = table.iter_mut().find(|s| matches!(s, Slot::Key(_, k) if k == key))
        {
            *slot = Slot::Dummy;
        }
        Some(object)
    }

    /// `set_pop`: the first key from the finger on; `None` if which one that is cannot be told.
    pub fn pop(&mut self) -> Option<Value> {
        let mut at = self.finger & (self.slots - 1);
        let key = if self.dict.len() == 1 && self.table.is_none() {
            self.dict.keys().next()?.clone()
        } else {
            let table = self.table.as_ref().filter(|_| !self.untold)?;
            loop {
                if let Slot::Key(_, key) = &table[at] {
                    break key.clone();
                }
                at = (at + 1) & (self.slots - 1);
            }
        };
        self.finger = at + 1;
        self.remove(&key)
    }

    /// `set_merge`: all keys of another set; the objects that are new here.
    pub fn merge(&mut self, other: &Self, dummies: Dummies) -> Vec<Value> {
        if other.dict.is_empty() {
            return Vec::new();
        }
        self.untold |= other.untold;
        if (self.fill + other.dict.len()) * 5 >= (self.slots - 1) * 3 {
            self.resize((self.dict.len() + other.dict.len()) * 2);
        }
        if self.fill == 0 && self.slots == other.slots && other.fill == other.dict.len() {
            // The table is copied as it is.
            self.dict = other.dict.clone();
            (self.fill, self.table) = (other.fill, other.table.clone());
            return self.dict.iter().map(|(k, _)| k).collect();
        }
        let mut new = Vec::new();
        for (key, object) in other.entries() {
            if self.add(key, object, dummies).is_none() {
                new.push(object);
            }
        }
        new
    }

    /// After keys were taken out one by one: too many dummies are cleared away.
    pub fn tidy(&mut self) {
        let used = self.dict.len();
        if self.fill - used > (self.slots - 1) / 4 {
            self.resize(if used > LARGE { used * 2 } else { used * 4 });
        }
    }

    /// Keys with their objects, in the order of iteration where that is known.
    #[must_use]
    pub fn entries(&self) -> Vec<(Key, Value)> {
        let object = |key: &Key| self.dict.object_of(key).map(|o| (key.clone(), o));
        match &self.table {
            Some(table) => {
                table.iter().filter_map(|s| if let Slot::Key(_, k) = s { object(k) } else { None }).collect()
            }
            None => self.dict.entries().map(|(k, o, _)| (k.clone(), o)).collect(),
        }
    }

    /// The key objects, in the order of iteration where that is known.
    #[must_use]
    pub fn items(&self) -> Vec<Value> {
        self.entries().into_iter().map(|(_, o)| o).collect()
    }

    /// The key objects in the order of iteration, if it can be told.
    #[must_use]
    pub fn ordered(&self) -> Option<Vec<Value>> {
        let known = self.dict.len() <= 1 || (self.table.is_some() && !self.untold);
        known.then(|| self.items())
    }

    /// The next key at or after a slot, and the slot behind it.
    #[must_use]
    pub fn item_from(&self, at: usize) -> Option<(usize, Value)> {
        let Some(table) = &self.table else {
            return self.dict.entry_from(at).map(|(after, k, _)| (after, k));
        };
        table.iter().enumerate().skip(at).find_map(|(i, s)| match s {
            Slot::Key(_, k) => Some((i + 1, self.dict.object_of(k)?)),
            _ => None,
        })
    }

    /// Puts a new key into the table.
    fn place(&mut self, key: &Key, dummies: Dummies) -> Found {
        match (self.table.as_mut(), hash::of(key)) {
            (Some(table), Some(hash)) => insert(table, hash, key.clone(), dummies),
            _ => {
                self.table = None;
                Found::Unknown
            }
        }
    }

    /// `set_table_resize`: the first power of two above `minimum`, without the dummies.
    fn resize(&mut self, minimum: usize) {
        let slots = (minimum + 1).next_power_of_two().max(SMALLEST);
        (self.slots, self.fill) = (slots, self.dict.len());
        self.table = self.table.take().filter(|_| slots <= MAX_TABLE).map(|old| {
            let mut new = vec![Slot::Unused; slots];
            for slot in old {
                if let Slot::Key(hash, key) = slot {
                    insert(&mut new, hash, key, Dummies::Kept);
                }
            }
            new
        });
    }
}

/// What becomes of the slot of a removed key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dummies {
    /// It stays until the table is made anew (3.9).
    Kept,
    /// A new key takes the last one on its way.
    Reused,
}

/// Which slot a new key got.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Found {
    Unused,
    Dummy,
    Unknown,
}

/// Puts a key that is not there into the first unused slot on its way, or into that of a removed one before it.
fn insert(table: &mut [Slot], hash: i64, key: Key, dummies: Dummies) -> Found {
    let mask = table.len() - 1;
    let (mut at, mut perturb) = (hash as usize & mask, hash as u64);
    let mut dummy = None;
    loop {
        let last = if at + PROBES <= mask { at + PROBES } else { at };
        for i in at..=last {
            match table[i] {
                Slot::Unused => {
                    table[dummy.unwrap_or(i)] = Slot::Key(hash, key);
                    return if dummy.is_some() { Found::Dummy } else { Found::Unused };
                }
                Slot::Dummy if dummies == Dummies::Reused => dummy = Some(i),
                _ => {}
            }
        }
        perturb >>= PERTURB;
        at = at.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize) & mask;
    }
}
