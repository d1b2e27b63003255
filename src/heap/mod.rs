//! Objects and references: what the simulation's state is made of.
//!
//! A [`Value`] is the set of objects that a place may hold; as long as everything is known it has one member, and the
//! heap is that of the real run. Both policies of `interpret` work on the same heap.

mod class;
mod dict;
mod exception;
mod key;
mod object;
mod store;
mod value;

pub use class::{Class, ClassData, Maker, Type};
pub use dict::{DictData, SetData};
pub use exception::ExceptionData;
pub use key::Key;
pub use object::{
    Attributes, FunctionData, GeneratorState, Handled, IteratorData, IteratorKind, ListData, Object, ObjectData,
    Summary, ViewKind,
};
pub use store::Heap;
pub use value::{ObjId, Value, ValueSets};
