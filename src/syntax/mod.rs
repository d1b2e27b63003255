//! Source text in, tree and comments out. The only room that names the parser crates; others use `syntax::ast`.

pub use ruff_python_ast as ast;
