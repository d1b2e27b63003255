//! heaplight shows what a Python program does to memory, before it runs.
//!
//! The modules are rooms in dependency order: a room uses only rooms above it in this list
//! (`tests/module_order.rs` enforces it). `ARCHITECTURE.md` is the map.

mod planted;

pub mod text;

pub mod notebook;

pub mod diagnostic;

pub mod config;

pub mod syntax;

pub mod semantic;

pub mod cpython;

pub mod bytecode;

pub mod heap;

pub mod interpret;

pub mod facts;

pub mod rules;

pub mod fixes;

pub mod annotations;

pub mod suppression;

pub mod project;

pub mod output;

pub mod server;

pub mod cli;
