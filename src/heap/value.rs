use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// An abstract object. Never reused within one analysis, so ids are in order of creation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ObjId(pub(super) u32);

impl ObjId {
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The objects that a place may hold: one (the usual case) or a set kept in [`ValueSets`].
#[derive(Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Value(u32);

const SET: u32 = 1 << 31;

impl Value {
    /// The place is unbound: `del x`, a slot before its first store.
    pub const UNBOUND: Self = Self(0);
    /// An object we know nothing of.
    pub const OPAQUE: Self = Self(1);
    pub const NONE: Self = Self(2);
    pub const TRUE: Self = Self(3);
    pub const FALSE: Self = Self(4);
    pub const ELLIPSIS: Self = Self(5);
    pub const NOT_IMPLEMENTED: Self = Self(6);

    #[must_use]
    pub fn bool(b: bool) -> Self {
        if b { Self::TRUE } else { Self::FALSE }
    }

    /// The object, if there is just one (which may be unbound or opaque).
    #[must_use]
    pub fn single(self) -> Option<ObjId> {
        (self.0 & SET == 0).then_some(ObjId(self.0))
    }

    #[must_use]
    pub fn is_set(self) -> bool {
        self.0 & SET != 0
    }

    #[must_use]
    pub fn is_bound(self) -> bool {
        self != Self::UNBOUND
    }
}

impl From<ObjId> for Value {
    fn from(id: ObjId) -> Self {
        Self(id.0)
    }
}

impl ObjId {
    pub const UNBOUND: Self = Self(0);
    pub const OPAQUE: Self = Self(1);
    pub const NONE: Self = Self(2);
    pub const TRUE: Self = Self(3);
    pub const FALSE: Self = Self(4);
}

/// Sets of objects, each once, so that a [`Value`] is one word and equality is one comparison.
#[derive(Default, Debug)]
pub struct ValueSets {
    sets: Vec<Box<[ObjId]>>,
    ids: FxHashMap<Box<[ObjId]>, u32>,
}

/// A place that may hold more objects than this holds an unknown one.
const MAX_MEMBERS: usize = 8;

impl ValueSets {
    /// The members, in order of creation.
    #[must_use]
    pub fn members<'a>(&'a self, value: Value, one: &'a mut [ObjId; 1]) -> &'a [ObjId] {
        match value.single() {
            Some(id) => {
                one[0] = id;
                one
            }
            None => &self.sets[(value.0 & !SET) as usize],
        }
    }

    /// The least value above both. Commutative to the byte. Where it grows too large it becomes opaque together with
    /// what else it was: the caller must then let the members escape (`None`).
    #[must_use]
    pub fn join(&mut self, a: Value, b: Value) -> Option<Value> {
        if a == b {
            return Some(a);
        }
        let (mut one, mut other) = ([ObjId(0)], [ObjId(0)]);
        let mut all: SmallVec<[ObjId; 16]> = self.members(a, &mut one).into();
        all.extend_from_slice(self.members(b, &mut other));
        all.sort_unstable();
        all.dedup();
        (all.len() <= MAX_MEMBERS).then(|| self.intern(&all))
    }

    /// The value with just these members (sorted, without repetition, at least one).
    #[must_use]
    pub fn intern(&mut self, members: &[ObjId]) -> Value {
        if let [one] = members {
            return Value(one.0);
        }
        if let Some(&id) = self.ids.get(members) {
            return Value(id | SET);
        }
        let id = self.sets.len() as u32;
        self.sets.push(members.into());
        self.ids.insert(members.into(), id);
        Value(id | SET)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// One to five of twelve objects.
    fn members() -> impl Strategy<Value = Vec<ObjId>> {
        prop::collection::btree_set(0_u32..12, 1..6).prop_map(|ids| ids.into_iter().map(ObjId).collect())
    }

    fn union(all: [&[ObjId]; 3]) -> Vec<ObjId> {
        let mut members = all.concat();
        members.sort_unstable();
        members.dedup();
        members
    }

    proptest! {
        /// A semilattice, up to the size from where on the caller takes over.
        #[test]
        fn join_is_the_union(a in members(), b in members(), c in members()) {
            let mut sets = ValueSets::default();
            let [x, y, z] = [&a, &b, &c].map(|members| sets.intern(members));
            prop_assert_eq!(sets.join(x, x), Some(x));
            let joined = sets.join(x, y);
            prop_assert_eq!(joined, sets.join(y, x), "either way round");
            let expected = union([&a, &b, &[]]);
            prop_assert_eq!(joined.is_some(), expected.len() <= MAX_MEMBERS);
            if let Some(joined) = joined {
                let mut one = [ObjId::UNBOUND];
                prop_assert_eq!(sets.members(joined, &mut one), expected.as_slice());
                prop_assert_eq!(sets.join(joined, x), Some(joined), "above both");
                prop_assert_eq!(sets.join(y, joined), Some(joined), "above both");
            }
            if union([&a, &b, &c]).len() <= MAX_MEMBERS {
                let left = joined.and_then(|xy| sets.join(xy, z));
                let right = sets.join(y, z).and_then(|yz| sets.join(x, yz));
                prop_assert_eq!(left, right, "in any grouping");
            }
        }
    }
}
