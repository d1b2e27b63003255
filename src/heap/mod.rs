//! Objects and references: what the simulation's state is made of.
//!
//! A [`Value`] is the set of objects that a place may hold; as long as everything is known it has one member, and the
//! heap is that of the real run. Both policies of `interpret` work on the same heap.

mod class;
mod dict;
mod exception;
mod hash;
mod key;
mod native;
mod object;
mod set;
mod store;
mod value;

pub use class::{Class, ClassData, EnumBase, EnumBody, EnumData, Field, Generated, Maker, Type};
pub use dict::DictData;
pub use exception::ExceptionData;
pub use key::Key;
pub use native::{
    Array, ArrayItem, ByteArray, Deque, Exit, Finalizer, LruCache, Manager, Native, WeakContainer, WeakContainerKind,
    WeakEntry, WeakKind, WeakReference,
};
pub use object::{
    Attributes, FunctionData, GeneratorState, Handled, IteratorData, IteratorKind, ListData, Object, ObjectData,
    Summary, ViewKind,
};
pub use set::{Dummies, SetData};
pub use store::{Heap, Written};
pub use value::{ObjId, Value, ValueSets};
