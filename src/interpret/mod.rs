//! Runs bytecode on the heap.
//!
//! One machine, two policies ([`Policy`]): *concrete* follows known values exactly, reference counts included, and stops
//! where something is unknown; *abstract* forks and joins. Both use the same transfer functions; what the abstract
//! policy adds is in `fixpoint`.

mod abstract_class;
mod assign;
mod async_generator;
mod attribute;
mod builtins;
mod call;
mod class;
mod code_object;
mod code_tuples;
mod collect;
mod construct;
mod container;
mod descriptor;
mod exception;
mod exception_group;
mod exec;
mod fixpoint;
mod format;
mod frame;
mod frame_object;
mod generated;
mod generator;
mod growing_text;
mod hashing;
mod imported;
mod instance_dict;
mod iterate;
mod lazy;
mod library_frame;
mod library_operator;
mod lookup;
mod machine;
mod mapping_proxy;
mod matching;
mod metadata;
mod mismatch;
mod module;
mod mro;
mod native;
mod note;
mod operator;
mod percent;
mod picture;
mod published;
mod reference;
mod render;
mod render_library;
mod render_live;
mod size;
mod slice;
mod sort;
mod special;
mod special_operator;
mod story;
mod str_format;
mod suspension;
mod trace;
mod traceback;
mod type_parameters;
mod unordered;
mod unpack;
mod unwind;
mod weak;

pub use fixpoint::{
    Analysis, Bound, CodeInfo, Deeds, Effort, Focus, Loop, Told, Touch, analyze, deeds, heap_at, summarize,
};
pub use imported::{ArgumentType, Deed, Exposed, FunctionSummary, ImportedCall, Imports};
pub use machine::{Interrupt, Machine, Policy, Run};
pub use note::{Binding, Copied, Fate, Note, NoteOf, Replaced, Seen, Sharing};
pub use picture::{HeapPicture, Held, PictureFrame, PictureObject, Reference};
pub use published::{AnalysedFunction, Dying, Exit, FunctionKind, NameAt, Point, Published, Release};
pub use story::{
    Abroad, Alone, ClassAttribute, Declared, Demand, Element, Elements, Equality, EventOf, Holding, Keeper, KeyedBy,
    Lifetime, Measure, ObjectStory, Origin, Owner, Pin, StoryEvent, Through,
};
pub use trace::{Event, EventKind, NameFact, Number, Raised, Step, Stopped, Trace, trace};
